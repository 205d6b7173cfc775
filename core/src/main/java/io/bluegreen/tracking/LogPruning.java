package io.bluegreen.tracking;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.session.Side;

/**
 * Removes from change logs what nobody needs any more, and of a log that has grown past a
 * limit what anybody needs. It never removes much in one transaction.
 *
 * @param side where the logs are
 * @param mostRows of a log before it is cut
 */
public record LogPruning(Side side, long mostRows, StopSignal stopSignal) {

	/** Removed in one transaction. */
	private static final int ROWS = 10_000;

	/** Transactions at a time; the next time goes on. */
	private static final int PAGES = 50;

	/**
	 * Prunes the log of a table.
	 * @param relation the table's oid
	 */
	public void prune(long relation) {
		for (int page = 0; page < PAGES && prunePage(relation) == ROWS; page++) {
			this.stopSignal.check();
		}
	}

	private long prunePage(long relation) {
		return this.side.in(() -> this.side.client()
			.sql("""
					SELECT bluegreen_track.prune(:relation::oid::regclass, '9223372036854775807', :rows)
					FROM bluegreen_track.cut(:relation::oid::regclass, :most)
					""")
			.param("relation", relation)
			.param("rows", ROWS)
			.param("most", this.mostRows)
			.query(Long.class)
			.single());
	}

}
