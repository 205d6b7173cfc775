package io.bluegreen.jobs.backfill;

import java.util.List;

/**
 * What a backfill did.
 *
 * @param answer COMPLETE or INCOMPLETE
 * @param plan the newest of the plans that it worked on
 */
public record BackfillAnswer(String answer, long plan, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param scanned rows that the view showed
	 * @param applied rows written to Green
	 * @param unchanged rows that Green had already, the same or newer
	 * @param seconds since the plan was made or taken up again
	 */
	public record Table(String table, String answer, long plan, long scanned, long applied, long unchanged,
			long rejected, long failedChunks, double seconds, double rowsPerSecond) {

		boolean isComplete() {
			return this.answer.equals("COMPLETE");
		}

	}

	static BackfillAnswer of(List<Table> tables) {
		return new BackfillAnswer(tables.stream().allMatch(Table::isComplete) ? "COMPLETE" : "INCOMPLETE",
				tables.stream().mapToLong(Table::plan).max().orElse(0), tables);
	}

	public boolean isComplete() {
		return this.answer.equals("COMPLETE");
	}

}
