package io.bluegreen.jobs.cli;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.bluegreen.jobs.backfill.DryRunAnswer;
import io.bluegreen.jobs.backfill.DryRunAnswer.Sample;
import io.bluegreen.jobs.backfill.DryRunAnswer.Table;

/**
 * The dry run of a backfill in words.
 */
record DryRunText(DryRunAnswer answer) {

	/** A sentence for each table. */
	String sentences() {
		return this.answer.tables().stream().map(DryRunText::sentence).collect(Collectors.joining("\n"));
	}

	/**
	 * What to type next.
	 * @param backfill the command that was tried
	 */
	String next(String backfill) {
		if (this.answer.tables().stream().anyMatch((table) -> table.error() != null)) {
			return "next: correct these rows in Blue or the view, then the same dry run; a backfill would set such chunks aside and copy the others";
		}
		if (this.answer.tables().stream().anyMatch((table) -> table.failedChunks() > 0)) {
			return "next: bluegreen chunks --state=failed shows what failed, why, and what to do";
		}
		return this.answer.tables().stream().allMatch(Table::isComplete) ? "next: bluegreen verify"
				: "next: " + backfill;
	}

	private static String sentence(Table table) {
		String failed = (table.failedChunks() == 0) ? "" : ", %,d chunks failed".formatted(table.failedChunks());
		if (table.isComplete()) {
			return "%s: nothing to do (plan %d)%s".formatted(table.table(), table.plan(), failed);
		}
		if (table.sample() == null) {
			return "%s: plan %d lacks only its closing reconcile%s".formatted(table.table(), table.plan(), failed);
		}
		return "%s: %s about %,d rows in %,d chunks%s; %s".formatted(table.table(),
				(table.plan() == null) ? "a new plan has" : "plan %d goes on with".formatted(table.plan()),
				table.rows(), table.chunks(), failed, tried(table, table.sample()));
	}

	private static String tried(Table table, Sample sample) {
		String chunk = "the chunk" + bound(" after ", sample.from()) + bound(" up to ", sample.to());
		if (table.error() != null) {
			return "%s would fail: %s".formatted(chunk, table.error());
		}
		if (!table.waitsFor().isEmpty()) {
			return "%s needs rows of %s in Green first, so time and WAL are not known".formatted(chunk,
					String.join(", ", table.waitsFor()));
		}
		return "%s and %,.1f MiB of WAL (other sessions' included), judging by %s, tried and rolled back: %,d rows scanned, %,d applied, %,d unchanged, in %.2f s"
			.formatted(time(Objects.requireNonNull(table.seconds())),
					Objects.requireNonNull(table.walBytes()) / (1024.0 * 1024), chunk, sample.scanned(),
					sample.applied(), sample.unchanged(), sample.seconds());
	}

	private static String time(double seconds) {
		return (seconds < 1) ? "less than 1 s" : "about %,.0f s".formatted(seconds);
	}

	private static String bound(String word, Map<String, String> key) {
		return key.isEmpty() ? "" : word + key;
	}

}
