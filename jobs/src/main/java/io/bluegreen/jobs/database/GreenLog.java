package io.bluegreen.jobs.database;

import io.bluegreen.mapping.Mapping;

/**
 * The change log of a Green table. A chunk's own INSERTs are known to the ledger by xid
 * and must cost nothing, so the insert trigger is off while a plan is open.
 */
public class GreenLog {

	private final Side green;

	public GreenLog(Side green) {
		this.green = green;
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
		this.green.run(() -> this.green.client().sql("""
				SELECT %s(relation) FROM bluegreen_track.tracked WHERE relation = :relation AND kind = 'logged'
				""".formatted(function)).param("relation", mapping.to().oid()).query((row) -> {
		}));
	}

}
