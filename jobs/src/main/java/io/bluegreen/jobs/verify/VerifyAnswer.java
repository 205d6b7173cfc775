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
	}

}
