package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.transport.Reach;

/**
 * How both sides are read for a comparison: by one statement, or each in its own
 * database. Every call belongs to the current transaction of Green.
 */
sealed interface Reading permits InOneStatement, OnBothSides {

	/** A range's checksums. */
	List<Sums> checksums(KeyRange range);

	/** A range's rows, each paired with its counterpart. */
	List<Paired> pairs(KeyRange range);

	/** The keys of a range of Blue, in words that mean the same in Green. */
	Keys inGreen(KeyRange range);

	/** Blue's rows, for a statement in Green. */
	Reach rows(Keys keys);

	/**
	 * Blue's rows of some keys, after Green's snapshot was taken.
	 */
	Looked look(KeySet keys);

	/**
	 * Rows to be looked at again.
	 *
	 * @param rows Blue's
	 * @param open keys whose change in Blue, up to these rows, the reconcile has not
	 * taken over; empty where there is no position from which they can be told
	 */
	record Looked(Reach rows, Optional<OpenChanges> open) {
	}

}
