package io.bluegreen.jobs.throttle;

import java.util.List;

import io.bluegreen.session.Side;

/**
 * Why the processes that work on a plan wait, as each noted it; who does not wait notes
 * that as well. Every call takes part in the caller's transaction.
 */
public record Reasons(Side control) {

	private static final String NOTES = """
			SELECT DISTINCT t.reason
			FROM bluegreen.throttle t JOIN pg_locks l USING (pid, classid, objid)
			WHERE t.plan_id = ? AND l.locktype = 'advisory' AND l.granted
			  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
			ORDER BY 1
			""";

	/** The reasons of processes that live. */
	public List<String> of(long plan) {
		return notes(plan).stream().filter((reason) -> !reason.isEmpty()).toList();
	}

	/** Whether any process works on a plan, or waits there. */
	public boolean isWorkedOn(long plan) {
		return !notes(plan).isEmpty();
	}

	private List<String> notes(long plan) {
		return this.control.client().sql(NOTES).param(plan).query(String.class).list();
	}

}
