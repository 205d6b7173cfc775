package io.bluegreen.jobs.database;

import java.time.Duration;

import io.bluegreen.jobs.work.Drain;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The change log of a Green table. A chunk's own INSERTs are known to the ledger by xid
 * and must cost nothing, so the insert trigger is off while a plan is open.
 */
public class GreenLog {

	private final Side green;

	private final RetriedLock lock;

	/**
	 * Waits so long for the lock of a table that others write to.
	 */
	public GreenLog(Side green, Duration wait, Drain drain) {
		this.green = green;
		this.lock = new RetriedLock(wait, drain);
	}

	/** Ends the logging of inserts. */
	public void pause(Mapping mapping) {
		call("bluegreen_track.pause_insert_log", mapping);
	}

	/**
	 * Begins the logging of inserts again; its lock has waited for every insert that was
	 * not logged.
	 */
	public void resume(Mapping mapping) {
		call("bluegreen_track.resume_insert_log", mapping);
	}

	private void call(String function, Mapping mapping) {
		String sql = """
				SELECT %s(relation) FROM bluegreen_track.tracked WHERE relation = :relation AND kind = 'logged'
				""".formatted(function);
		this.lock.take(() -> this.green.in(() -> {
			this.green.client().sql(sql).param("relation", mapping.to().oid()).query((row) -> {
			});
			return true;
		}), () -> "%s: other sessions hold locks on %s".formatted(mapping.table(), mapping.to().sql()));
	}

}
