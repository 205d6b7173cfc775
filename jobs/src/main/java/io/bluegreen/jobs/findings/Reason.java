package io.bluegreen.jobs.findings;

import java.util.List;

/**
 * Why a verdict is no MATCH.
 *
 * @param code what kind of reason it is
 * @param count of rows, ranges or groups; 0 where it is about none
 * @param keys of some of these rows, or the bounds of the first of these ranges; empty
 * where they are not known
 * @param sentence for people
 */
public record Reason(Code code, long count, List<List<String>> keys, String sentence) {

	/** Kinds of reasons. */
	public enum Code {

		/** Rows differ. */
		DIFFERENT,

		/** Rows were not equal at first, and not looked at again: too many were. */
		NOT_CHECKED_AGAIN,

		/** Rows were neither equal nor surely different. */
		UNSETTLED,

		/** The view shows fewer or more rows than its source has. */
		ROWS_DROPPED,

		/** The view shows rows without a key, or it could not be told. */
		KEYS_MISSING,

		/** The view shows a key twice. */
		KEYS_REPEATED,

		/** The view cannot evaluate rows. */
		NOT_EVALUATED,

		/** Ranges could not be compared. */
		RANGES_FAILED,

		/** What was noted at the start does not hold any more. */
		EVIDENCE_VOID,

		/** Totals differ though no row does. */
		TOTALS_DIFFER

	}

	public static Reason of(Code code, long count, String sentence) {
		return new Reason(code, count, List.of(), sentence);
	}

}
