package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.jobs.repair.RepairAnswer;

/**
 * A repair in words.
 *
 * @param limit rows of a kind that are listed
 * @param sql whether a dry run shows the statements
 */
record RepairText(RepairAnswer answer, int limit, boolean sql) {

	/** A sentence for each table, with what there is to say about it below. */
	String sentences() {
		return this.answer.tables().stream().flatMap(this::lines).collect(Collectors.joining("\n"));
	}

	private Stream<String> lines(RepairAnswer.Table table) {
		return Stream
			.of(Stream.of(head(table)), table.reasons().stream().map((reason) -> "  reason: " + reason),
					table.cascaded().stream().map(this::cascaded),
					limited(table.plan().stream().map((row) -> "  %s %s".formatted(row.does(), row.key())).toList()),
					table.sql().stream().filter((statement) -> this.sql).map(String::strip),
					limited(table.left()
						.stream()
						.map((row) -> "  left: %s %s: %s".formatted(row.table(), row.key(), row.reason()))
						.toList()))
			.flatMap((part) -> part);
	}

	private String head(RepairAnswer.Table table) {
		String verdict = (table.verdict() == null) ? "" : "; the verdict is " + table.verdict();
		if (table.replaced() + table.inserted() + table.deleted() == 0 && table.left().isEmpty()) {
			return "%s: nothing to do%s".formatted(table.table(), verdict);
		}
		return "%s: %s%,d rows replaced, %,d inserted, %,d deleted, %,d left%s".formatted(table.table(),
				this.answer.dryRun() ? "would be " : "", table.replaced(), table.inserted(), table.deleted(),
				table.left().size(), verdict);
	}

	private String cascaded(RepairAnswer.Cascaded child) {
		return "  %,d rows of %s go along with what is deleted%s".formatted(child.rows(), child.table(),
				this.answer.dryRun() ? ", and come back as Blue has them"
						: "; %,d that Blue has are there again".formatted(child.broughtBack()));
	}

	private Stream<String> limited(List<String> lines) {
		return Stream.concat(lines.stream().limit(this.limit), (lines.size() > this.limit)
				? Stream.of("  .. and %,d more".formatted(lines.size() - this.limit)) : Stream.empty());
	}

}
