package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A verdict over tables.
 *
 * @param verdict its number
 * @param plan the newest of the plans whose ranges were compared
 * @param startedAt by Green's clock, as are the others
 * @param expiresAt counted from the start
 * @param databases identity and position of both sides before the first read
 */
public record VerifyAnswer(Answer answer, long verdict, long plan, String startedAt, String finishedAt,
		String expiresAt, Map<String, Object> databases, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param scanned keys on either side
	 * @param matching the same on both sides
	 * @param mismatched on both sides, but not the same
	 * @param missing in Green
	 * @param extra in Green
	 * @param unsettled neither equal nor confirmed within the time to settle
	 * @param hash how rows were compared, with the seeds
	 * @param excludedColumns columns that only Green has, not compared
	 * @param deliberateEqualities what counts as equal on purpose
	 * @param totals money by group, both sides
	 * @param reasons why the answer is not MATCH
	 * @param warnings what a reader should know
	 */
	public record Table(String table, Answer answer, long scanned, long matching, long mismatched, long missing,
			long extra, long unsettled, double seconds, String mappingHash, Map<String, Object> hash,
			List<String> excludedColumns, List<String> deliberateEqualities, List<Map<String, @Nullable Object>> totals,
			List<String> reasons, List<String> warnings) {

		/** One that was not compared. */
		static Table incomplete(String table, String mappingHash, String reason) {
			return new Table(table, Answer.INCOMPLETE, 0, 0, 0, 0, 0, 0, 0, mappingHash, Map.of(), List.of(), List.of(),
					List.of(), List.of(reason), List.of());
		}

		/** Whether there was something to stand on; else there is no new verdict. */
		public boolean wasCompared() {
			return !this.hash.isEmpty();
		}

		/**
		 * The same without totals, which are of single rows here, and with other
		 * warnings.
		 */
		Table carriedOn(List<String> others) {
			return new Table(this.table, this.answer, this.scanned, this.matching, this.mismatched, this.missing,
					this.extra, this.unsettled, this.seconds, this.mappingHash, this.hash, this.excludedColumns,
					this.deliberateEqualities, List.of(), this.reasons, others);
		}

	}

}
