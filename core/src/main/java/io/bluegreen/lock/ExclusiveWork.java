package io.bluegreen.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.failure.TryAgainException;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.session.Side;

/**
 * Work that is done by one process at a time; a second one waits for a while, then gives
 * up and names the holder.
 */
public class ExclusiveWork {

	private final Side control;

	private final Duration wait;

	private final StopSignal stopSignal;

	public ExclusiveWork(Side control, Duration wait, StopSignal stopSignal) {
		this.control = control;
		this.wait = wait;
		this.stopSignal = stopSignal;
	}

	/**
	 * Does the work when its turn comes.
	 * @throws TryAgainException if another process holds the lock for longer than
	 * {@code wait}
	 */
	public <T> T alone(Purpose purpose, Supplier<T> work) {
		Instant deadline = Instant.now().plus(this.wait);
		try (LockSession session = LockSession.open(this.control)) {
			while (!session.tryLock(purpose, 0)) {
				if (!Instant.now().isBefore(deadline)) {
					String holder = LockSession.holders(this.control, purpose)
						.stream()
						.findFirst()
						.orElse("it has just ended");
					throw new TryAgainException("another process holds the lock to %s: %s"
						.formatted(purpose.name().toLowerCase(Locale.ROOT), holder));
				}
				this.stopSignal.pause(Duration.ofMillis(200));
				this.stopSignal.check();
			}
			return work.get();
		}
	}

}
