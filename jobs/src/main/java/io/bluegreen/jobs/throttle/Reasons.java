package io.bluegreen.jobs.throttle;

import java.util.List;

import io.bluegreen.session.Side;

/**
 * Why the processes that work on a plan wait, as each noted it. Every call takes part in
 * the caller's transaction.
 */
public record Reasons(Side control) {

	/** The reasons of processes that live. */
	public List<String> of(long plan) {
		return this.control.client().sql("""
				SELECT DISTINCT t.reason
				FROM bluegreen.throttle t JOIN pg_locks l USING (pid, classid, objid)
				WHERE t.plan_id = ? AND t.reason <> '' AND l.locktype = 'advisory' AND l.granted
				  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				ORDER BY 1
				""").param(plan).query(String.class).list();
	}

}
