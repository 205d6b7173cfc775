package io.bluegreen.jobs.database;

import java.time.Duration;
import java.time.Instant;

import io.bluegreen.jobs.TryAgainException;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

import org.springframework.dao.DataAccessException;

/**
 * The change log of a Green table. A chunk's own INSERTs are known to the ledger by xid
 * and must cost nothing, so the insert trigger is off while a plan is open.
 */
public class GreenLog {

	private final Side green;

	private final Duration wait;

	private final Drain drain;

	/**
	 * Waits so long for the lock of a table that others write to.
	 */
	public GreenLog(Side green, Duration wait, Drain drain) {
		this.green = green;
		this.wait = wait;
		this.drain = drain;
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

	/**
	 * Gives up its place in the queue for the lock now and then: writers wait behind it.
	 */
	private void call(String function, Mapping mapping) {
		Instant deadline = Instant.now().plus(this.wait);
		while (true) {
			try {
				this.green.run(() -> this.green.client().sql("""
						SELECT %s(relation) FROM bluegreen_track.tracked WHERE relation = :relation AND kind = 'logged'
						""".formatted(function)).param("relation", mapping.to().oid()).query((row) -> {
				}));
				return;
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).sqlState().equals("55P03")) {
					throw ex;
				}
				if (!Instant.now().isBefore(deadline)) {
					throw new TryAgainException("%s: other sessions held locks on %s for all of %s"
						.formatted(mapping.table(), mapping.to().sql(), this.wait));
				}
				this.drain.pause(Duration.ofMillis(200));
				this.drain.check();
			}
		}
	}

}
