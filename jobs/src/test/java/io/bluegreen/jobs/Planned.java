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

	/**
	 * Undoes the planning itself but for the first two chunks of each table: as a process
	 * leaves it that dies while it plans.
	 */
	public static void partly(Sql sql) throws SQLException {
		again(sql);
		sql.run("""
				WITH kept AS (
				    SELECT plan_id, chunk_id, row_number() OVER (PARTITION BY plan_id ORDER BY chunk_id) AS n,
				           to_key
				    FROM bluegreen.chunk
				), gone AS (
				    DELETE FROM bluegreen.chunk c USING kept k WHERE k.chunk_id = c.chunk_id AND k.n > 2
				)
				INSERT INTO bluegreen.chunk (plan_id, from_key, state)
				SELECT plan_id, to_key, 'unplanned' FROM kept WHERE n = 2
				""");
	}

}
