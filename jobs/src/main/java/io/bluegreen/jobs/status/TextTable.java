package io.bluegreen.jobs.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines in columns below a header. Numbers stand at the right of theirs.
 */
final class TextTable {

	private static final String GAP = "  ";

	private final List<List<String>> lines = new ArrayList<>();

	private final List<Boolean> numeric;

	/**
	 * A table without rows.
	 * @param columns their names; those that begin with {@code #} hold numbers
	 */
	TextTable(String... columns) {
		this.numeric = List.of(columns).stream().map((column) -> column.startsWith("#")).toList();
		this.lines.add(List.of(columns).stream().map((column) -> column.replaceFirst("^#", "")).toList());
	}

	/** Adds a row with a cell for each column. */
	TextTable row(Object... cells) {
		this.lines.add(List.of(cells).stream().map(TextTable::cell).toList());
		return this;
	}

	/** The header, then a line for each row. */
	List<String> lines() {
		List<Integer> widths = IntStream.range(0, this.numeric.size())
			.mapToObj((i) -> this.lines.stream().mapToInt((line) -> line.get(i).length()).max().orElse(0))
			.toList();
		return this.lines.stream()
			.map((line) -> IntStream.range(0, line.size())
				.mapToObj((i) -> padded(line.get(i), widths.get(i), this.numeric.get(i)))
				.collect(Collectors.joining(GAP))
				.stripTrailing())
			.toList();
	}

	/** A key as {@code id=6, part=a}; an open bound as a dash. */
	static String key(Map<String, String> key) {
		return key.isEmpty() ? "-"
				: key.entrySet()
					.stream()
					.map((column) -> column.getKey() + "=" + column.getValue())
					.collect(Collectors.joining(", "));
	}

	private static String padded(String cell, int width, boolean number) {
		String blanks = " ".repeat(width - cell.length());
		return number ? blanks + cell : cell + blanks;
	}

	/** A cell is one line, whatever a key has in it. */
	private static String cell(Object value) {
		String text = (value instanceof Number number) ? String.format(Locale.ROOT, "%,d", number.longValue())
				: value.toString();
		return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
	}

}
