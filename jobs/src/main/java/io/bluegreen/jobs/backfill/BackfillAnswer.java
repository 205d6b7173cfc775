package io.bluegreen.jobs.backfill;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill did.
 *
 * @param answer COMPLETE or INCOMPLETE
 * @param plan the newest of the plans that it worked on
 * @param broken names of tables whose plan cannot be closed any more
 */
public record BackfillAnswer(String answer, long plan, List<Table> tables, @JsonIgnore List<String> broken) {

	/**
	 * One table of it.
	 *
	 * @param scanned rows that the view showed
	 * @param applied rows written to Green
	 * @param unchanged rows that Green had already, the same or newer
	 * @param cleared rows that were rejected before and are in Green now, or gone from
	 * Blue
	 * @param seconds since the plan was made or taken up again
	 * @param reason why it is not complete, beside rejects and failed chunks; null: for
	 * no other reason
	 * @param causes of rejects and failed chunks, the most frequent first
	 */
	public record Table(String table, String answer, long plan, long scanned, long applied, long unchanged,
			long rejected, @JsonIgnore long cleared, long failedChunks, double seconds, double rowsPerSecond,
			@Nullable String reason, List<Cause> causes) {

		boolean isComplete() {
			return this.answer.equals("COMPLETE");
		}

	}

	static BackfillAnswer of(List<Table> tables, List<String> broken) {
		return new BackfillAnswer(tables.stream().allMatch(Table::isComplete) ? "COMPLETE" : "INCOMPLETE",
				tables.stream().mapToLong(Table::plan).max().orElse(0), tables, broken);
	}

	/** How many rows were rejected. */
	public long rejected() {
		return this.tables.stream().mapToLong(Table::rejected).sum();
	}

	/** How many chunks failed. */
	public long failedChunks() {
		return this.tables.stream().mapToLong(Table::failedChunks).sum();
	}

	public boolean isComplete() {
		return this.answer.equals("COMPLETE");
	}

}
