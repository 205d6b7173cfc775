package io.bluegreen.payments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Meters with the names of their labels, as the documentation has them and as the service
 * prints them; {@code jvm_*} stands for all that begin so.
 */
final class Meters {

	private static final Path PAGE = Path.of("../docs/metrics.md");

	private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\|", Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("`([a-z][a-z_]*\\*?)");

	private static final Pattern LABELS = Pattern.compile("\\{([a-z_, ]+)}");

	private static final Pattern LABEL = Pattern.compile("(?<=[{,])(\\w+)=\"");

	private Meters() {
	}

	/** Those of the page's part about this service. */
	static Set<String> documented() throws IOException {
		String page = Files.readString(PAGE);
		return ROW.matcher(page.substring(page.indexOf("## The payment service")))
			.results()
			.flatMap((row) -> ofRow(row.group(1)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> ofRow(String cell) {
		Matcher labels = LABELS.matcher(cell);
		String[] names = labels.find() ? labels.group(1).split(", ") : new String[0];
		return NAME.matcher(cell).results().map((name) -> meter(name.group(1), Stream.of(names)));
	}

	/** Those that it prints; as one where the page has them as one. */
	static Set<String> printed(String series, Set<String> documented) {
		return series.lines().filter((line) -> !line.startsWith("#")).map((line) -> {
			String meter = meter(line.split("[{ ]", 2)[0],
					LABEL.matcher(line).results().map((label) -> label.group(1)));
			return documented.stream()
				.filter((all) -> all.endsWith("*") && meter.startsWith(all.substring(0, all.length() - 1)))
				.findFirst()
				.orElse(meter);
		}).collect(Collectors.toCollection(TreeSet::new));
	}

	/** Each has its version, and its buckets have their bounds. */
	private static String meter(String name, Stream<String> labels) {
		return name.endsWith("*") ? name
				: name.replaceFirst("_(bucket|count|sum|max)$", "")
						+ labels.filter((label) -> !label.equals("version") && !label.equals("le"))
							.collect(Collectors.toCollection(TreeSet::new));
	}

}
