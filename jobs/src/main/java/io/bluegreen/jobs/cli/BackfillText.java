package io.bluegreen.jobs.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.jobs.backfill.BackfillAnswer;
import io.bluegreen.jobs.backfill.BackfillAnswer.Table;
import io.bluegreen.jobs.backfill.Cause;

/**
 * What a backfill did in words: a sentence for each table, and below it what kept rows
 * from coming through.
 */
final class BackfillText {

	private BackfillText() {
	}

	static String of(BackfillAnswer answer) {
		return answer.tables()
			.stream()
			.flatMap((table) -> Stream.concat(Stream.of(sentence(table)),
					table.causes().stream().map(BackfillText::sentence)))
			.collect(Collectors.joining("\n"));
	}

	private static String sentence(Table table) {
		String failed = (table.rejected() + table.failedChunks() == 0) ? ""
				: ", %,d rows rejected, %,d chunks failed".formatted(table.rejected(), table.failedChunks());
		if (table.reason() != null) {
			return "%s: %s, %s%s".formatted(table.table(), table.answer(), table.reason(), failed);
		}
		if (table.seconds() == 0) {
			return "%s: %s, nothing to do (plan %d)%s".formatted(table.table(), table.answer(), table.plan(), failed);
		}
		return "%s: %s, plan %d: %,d rows scanned, %,d applied, %,d unchanged, %,d rejected%s, %d chunks failed, in %.1f s (%,.0f rows/s)"
			.formatted(table.table(), table.answer(), table.plan(), table.scanned(), table.applied(), table.unchanged(),
					table.rejected(), (table.cleared() == 0) ? "" : " (%,d no more)".formatted(table.cleared()),
					table.failedChunks(), table.seconds(), table.rowsPerSecond());
	}

	private static String sentence(Cause cause) {
		return "  %s: %s".formatted((cause.chunks() == 0) ? "%,d rows".formatted(cause.rows())
				: (cause.rows() == 0) ? "%,d chunks".formatted(cause.chunks())
						: "%,d rows, %,d chunks".formatted(cause.rows(), cause.chunks()),
				cause.reason());
	}

}
