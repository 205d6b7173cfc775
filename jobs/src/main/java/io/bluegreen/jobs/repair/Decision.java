package io.bluegreen.jobs.repair;

import io.bluegreen.jobs.verify.RecordedRows.Row;

/**
 * What becomes of a row that was found to differ.
 */
sealed interface Decision {

	/** It is done: both sides are the same, whoever mended it. */
	record Nothing() implements Decision {
	}

	/** Blue's row takes the place of Green's. */
	record Replace() implements Decision {
	}

	/** Blue's row comes to Green, which has none. */
	record Insert() implements Decision {
	}

	/** Green's row goes, since Blue has none. */
	record Delete() implements Decision {
	}

	/** It is left as it is. */
	record Leave(String reason) implements Decision {
	}

	/**
	 * Decides on a row as it is now.
	 * @param deleteExtra whether rows that only Green has are to be deleted
	 */
	static Decision of(Row row, boolean deleteExtra) {
		boolean nowhere = !row.inBlue() && !row.inSource() && !row.inGreen();
		if (!row.differs() || nowhere) {
			return new Nothing();
		}
		if (row.queued()) {
			return new Leave("its change in Blue waits for reconcile");
		}
		if (!row.asRecorded()) {
			return new Leave("changed since verify");
		}
		boolean extra = row.kind().equals("extra");
		if (row.inBlue()) {
			return extra ? new Leave("Blue has it again since verify") : row.inGreen() ? new Replace() : new Insert();
		}
		if (row.inSource()) {
			return new Leave("the table below the view has it, but the view does not show it");
		}
		if (!extra) {
			return new Leave("Blue has deleted it since verify");
		}
		return deleteExtra ? new Delete() : new Leave("only Green has it: --delete-extra deletes it");
	}

}
