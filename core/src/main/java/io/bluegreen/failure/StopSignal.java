package io.bluegreen.failure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request to stop: what is in a transaction is finished, nothing new is begun. Every
 * wait of this program is a wait for it, so that it ends at once.
 */
public class StopSignal {

	private final CountDownLatch requested = new CountDownLatch(1);

	public void request() {
		this.requested.countDown();
	}

	public boolean isRequested() {
		return this.requested.getCount() == 0;
	}

	/**
	 * Waits, shorter if a stop is requested meanwhile.
	 * @return whether it was requested
	 */
	public boolean pause(Duration duration) {
		try {
			return this.requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	/**
	 * Ends the command here if a stop was requested.
	 * @throws TryAgainException in that case
	 */
	public void check() {
		if (isRequested()) {
			throw new TryAgainException(
					"stopped on request: what was committed stays, the same command goes on from there");
		}
	}

}
