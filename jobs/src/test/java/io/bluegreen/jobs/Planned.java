package io.bluegreen.jobs;

import java.sql.SQLException;

/**
 * Plans of which no chunk is done.
 */
public final class Planned {

	private Planned() {
	}

	/**
	 * Undoes a backfill up to its planning, so that a test may hold locks from the first
	 * chunk on without standing in the way of the planning.
	 */
	public static void again(Sql sql) throws SQLException {
		sql.run("UPDATE bluegreen.plan SET state = 'open', finished_at = NULL",
				"UPDATE bluegreen.chunk SET state = 'pending', scanned = 0, applied = 0, finished_at = NULL",
				"TRUNCATE green.payments, green.payment_events");
	}

}
