package io.bluegreen.jobs.status;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.bluegreen.jobs.findings.VerdictHistory;
import io.bluegreen.session.Side;

/**
 * Lists the verdicts on tables.
 */
public class History {

	private final Side green;

	private final KeyNames names;

	History(Side green, KeyNames names) {
		this.green = green;
		this.names = names;
	}

	/**
	 * The runs that gave a verdict on these tables, on any where none is named; the
	 * newest first.
	 * @param limit null: all
	 */
	public List<VerdictHistory.Entry> list(List<String> tables, @Nullable Integer limit) {
		this.names.mappings(tables);
		return new VerdictHistory(this.green).list(tables, limit);
	}

	/** The same in columns. */
	public static String text(List<VerdictHistory.Entry> entries) {
		if (entries.isEmpty()) {
			return "no verdicts";
		}
		TextTable text = new TextTable("#VERDICT", "ANSWER", "STARTED", "FINISHED", "BY", "TABLES");
		entries.forEach((entry) -> text.row(entry.verdict(), entry.answer(), second(entry.startedAt()),
				second(entry.finishedAt()), entry.by(),
				entry.tables()
					.stream()
					.map((table) -> table.table() + " " + table.answer())
					.collect(Collectors.joining(", "))));
		return String.join("\n", text.lines());
	}

	private static String second(String timestamp) {
		return timestamp.replaceFirst("\\.\\d+", "");
	}

}
