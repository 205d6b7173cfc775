package io.bluegreen.tracking;

import java.time.Duration;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.lock.RetriedLock;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The change log of a table of the target. A chunk's own INSERTs are known to the ledger
 * by xid and must cost nothing, so the insert trigger is off while a plan is open.
 */
public class InsertLogSwitch {

	private final Side target;

	private final RetriedLock lock;

	/**
	 * Waits so long for the lock of a table that others write to.
	 */
	public InsertLogSwitch(Side target, Duration wait, StopSignal stopSignal) {
		this.target = target;
		this.lock = new RetriedLock(wait, stopSignal);
	}

	/**
	 * Ends the logging of inserts, in the transaction that creates the plan which wants
	 * it so: killed before its commit nothing has happened.
	 * @throws org.springframework.dao.DataAccessException with SQLSTATE 55P03 if others
	 * hold locks of the table; then that transaction is to be tried again
	 */
	public void pause(Mapping mapping) {
		call("pause_insert_log", mapping.to());
	}

	/**
	 * Begins the logging of inserts again; its lock has waited for every insert that was
	 * not logged.
	 */
	public void resume(Mapping mapping) {
		this.lock.take(() -> this.target.in(() -> {
			call("resume_insert_log", mapping.to());
			return true;
		}), () -> "%s: other sessions hold locks on %s".formatted(mapping.table(), mapping.to().sql()));
	}

	/**
	 * Begins it again where it is off and no plan is open that wants it so. To be called
	 * before anybody relies on the target's log.
	 */
	public void resumeWithoutPlan(List<Mapping> mappings) {
		mappings.stream()
			.filter((mapping) -> this.target
				.in(() -> isPausedWithoutPlan(this.target.client(), mapping.table(), mapping.to())))
			.forEach(this::resume);
	}

	/** Whether the logging is off and no plan is open that wants it so. */
	public static boolean isPausedWithoutPlan(JdbcClient target, String table, Relation to) {
		return target
			.sql("""
					SELECT EXISTS (SELECT FROM bluegreen_track.flaws(:relation::oid::regclass) f WHERE f.paused)
					   AND NOT EXISTS (SELECT FROM bluegreen.plan WHERE table_name = :table AND kind = 'backfill' AND state = 'open')
					""")
			.param("relation", to.oid())
			.param("table", table)
			.query(Boolean.class)
			.single();
	}

	private void call(String function, Relation table) {
		this.target.client().sql("""
				SELECT bluegreen_track.%s(relation) FROM bluegreen_track.tracked
				WHERE relation = :relation AND kind = 'logged'
				""".formatted(function)).param("relation", table.oid()).query((row) -> {
		});
	}

}
