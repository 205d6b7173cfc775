package io.bluegreen.jobs.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.StopSignal;

/**
 * DDL that gives up its place in the lock queue after a moment and tries again: whoever
 * waits behind it goes on meanwhile. DDL queued behind one long reader would block every
 * writer.
 */
public class RetryingDdl {

	private static final Logger logger = LoggerFactory.getLogger(RetryingDdl.class);

	/** A lock not had in time, and a deadlock that ended us. */
	private static final Set<String> OF_LOCKS = Set.of("55P03", "40P01");

	private final Duration ddlTimeout;

	private final StopSignal stopSignal;

	/**
	 * Tries for so long.
	 * @param ddlTimeout in all
	 * @param stopSignal ends the waiting
	 */
	public RetryingDdl(Duration ddlTimeout, StopSignal stopSignal) {
		this.ddlTimeout = ddlTimeout;
		this.stopSignal = stopSignal;
	}

	/**
	 * Does something that takes locks, as a whole, until it gets them.
	 * @param name of what is tried, for the log
	 * @throws RefusedException if it did not get them in time, or the server refuses what
	 * is done
	 */
	public <T> T retry(String name, Supplier<T> ddl) {
		Instant deadline = Instant.now().plus(this.ddlTimeout);
		while (true) {
			try {
				return ddl.get();
			}
			catch (RefusedException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				if (!OF_LOCKS.contains(ServerError.of(ex).sqlState())) {
					throw DdlRefusal.of(name, ex).<RuntimeException>map((refusal) -> refusal).orElse(ex);
				}
				if (Instant.now().isAfter(deadline)) {
					throw new RefusedException(
							"%s: no lock within %s, other sessions held the table all that time".formatted(name,
									this.ddlTimeout),
							"look in pg_stat_activity for transactions that are open for long, end them, and run the same command again");
				}
				logger.info("{}: the table is in use; trying again so that nobody has to wait behind us", name);
				this.stopSignal.pause(Duration.ofMillis(500));
				this.stopSignal.check();
			}
		}
	}

}
