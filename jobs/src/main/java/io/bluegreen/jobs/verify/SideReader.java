package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.transport.RowSource;

/**
 * How both sides are read for a comparison: by one statement, or each in its own
 * database. Every call belongs to the current transaction of Green.
 */
sealed interface SideReader permits SameDatabaseReader, CrossDatabaseReader {

	/** A range's checksums. */
	List<Sums> checksums(KeyRange range);

	/** The rows of some keys, each paired with its counterpart. */
	List<Paired> pairs(Keys keys);

	/** Keys of Blue, in words that mean the same in Green. */
	Keys inGreen(Keys keys);

	/** Blue's rows, for a statement in Green. */
	RowSource fetchRows(Keys keys);

	/**
	 * Blue's rows of some keys, after Green's snapshot was taken, and what its change log
	 * says of them up to these rows.
	 * @param since position at which the verification began; empty where there is no log
	 */
	Looked look(KeySet keys, Optional<String> since);

	/**
	 * Rows to be looked at again.
	 *
	 * @param rows Blue's
	 * @param open those whose change the reconcile has not taken over
	 * @param gone those that were deleted, or changed away, at least once since the
	 * verification began
	 */
	record Looked(RowSource rows, KeySet open, KeySet gone) {
	}

}
