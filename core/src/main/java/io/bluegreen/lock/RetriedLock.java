package io.bluegreen.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.failure.TryAgainException;

/**
 * A lock that everybody queues behind while somebody waits for it: whoever wants it gives
 * up its place after a moment, lets the others pass, and tries again.
 */
public class RetriedLock {

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final Duration wait;

	private final StopSignal stopSignal;

	/**
	 * Tries for so long.
	 */
	public RetriedLock(Duration wait, StopSignal stopSignal) {
		this.wait = wait;
		this.stopSignal = stopSignal;
	}

	/**
	 * Does something that takes the lock.
	 * @param work in transactions of its own, with a short lock_timeout
	 * @param missed who is in the way, if the lock was not had in time
	 * @throws TryAgainException in that case, or if a stop was requested
	 */
	public <T> T take(Supplier<T> work, Supplier<String> missed) {
		Instant deadline = Instant.now().plus(this.wait);
		while (true) {
			try {
				return work.get();
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).sqlState().equals("55P03")) {
					throw ex;
				}
			}
			if (!Instant.now().isBefore(deadline)) {
				throw new TryAgainException(
						"%s; tried for %.1f s (wait)".formatted(missed.get(), this.wait.toMillis() / 1000.0));
			}
			this.stopSignal.pause(PAUSE);
			this.stopSignal.check();
		}
	}

}
