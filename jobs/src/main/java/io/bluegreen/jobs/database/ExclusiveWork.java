package io.bluegreen.jobs.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

import io.bluegreen.jobs.TryAgainException;
import io.bluegreen.jobs.database.AdvisoryLock.Purpose;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.session.Side;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Work that is done by one process at a time; a second one waits for a while, then gives
 * up and names the holder.
 */
public class ExclusiveWork {

	private final Side green;

	private final Duration wait;

	private final Drain drain;

	public ExclusiveWork(Side green, Duration wait, Drain drain) {
		this.green = green;
		this.wait = wait;
		this.drain = drain;
	}

	/**
	 * Does the work when its turn comes.
	 * @throws TryAgainException if another process holds the lock for longer than
	 * {@code wait}
	 */
	public <T> T alone(Purpose purpose, Supplier<T> work) {
		Instant deadline = Instant.now().plus(this.wait);
		while (true) {
			try (AdvisoryLock lock = AdvisoryLock.tryAcquire(this.green.dataSource(), purpose, 0)) {
				if (lock != null) {
					return work.get();
				}
			}
			catch (SQLException ex) {
				throw new DataAccessResourceFailureException("no connection for the lock to " + purpose, ex);
			}
			if (!Instant.now().isBefore(deadline)) {
				throw new TryAgainException("another process holds the lock to %s: %s"
					.formatted(purpose.name().toLowerCase(Locale.ROOT), AdvisoryLock.holder(this.green, purpose)));
			}
			this.drain.pause(Duration.ofMillis(200));
			this.drain.check();
		}
	}

}
