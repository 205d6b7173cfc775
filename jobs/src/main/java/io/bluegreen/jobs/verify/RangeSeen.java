package io.bluegreen.jobs.verify;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What verify saw in one range; kept in the ledger, so that it counts exactly if the
 * range's transaction committed.
 *
 * @param source rows of the table below the view
 * @param blue rows that the view showed
 * @param green rows in Green
 * @param scanned keys on either side
 * @param differing keys that were not the same at the first look
 * @param kept how many of them were noted, to be looked at again
 */
record RangeSeen(long source, long blue, long green, long scanned, long differing, long kept, List<Group> groups) {

	/**
	 * One side's share of a group of the totals.
	 */
	record Group(String side, List<String> group, long rows, List<@Nullable String> sums) {
	}

}
