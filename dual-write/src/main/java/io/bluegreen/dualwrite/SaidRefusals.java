package io.bluegreen.dualwrite;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which refusals were said already. A fence meets every table, and what a replaced
 * mapping refuses comes again after each key that arrived in between.
 */
final class SaidRefusals {

	private final Set<String> reasons = ConcurrentHashMap.newKeySet();

	/**
	 * Whether a reason is said for the first time, of whichever table.
	 * @param cause may begin with the name of the table
	 */
	boolean isNew(String table, String cause) {
		String ofTable = table + ": ";
		return this.reasons.add(cause.startsWith(ofTable) ? cause.substring(ofTable.length()) : cause);
	}

}
