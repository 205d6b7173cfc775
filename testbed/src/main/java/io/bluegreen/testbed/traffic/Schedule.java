package io.bluegreen.testbed.traffic;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the transactions of one writer are due: the first at once, each of the others a
 * fixed time after the one before. What a held transaction or a slow server cost is not
 * made up for in a burst, but for the last second of it.
 */
final class Schedule {

	private static final long MADE_UP_FOR = TimeUnit.SECONDS.toNanos(1);

	private final long distance;

	private final LongSupplier clock;

	private long due;

	/**
	 * A writer's share of a load, from now on.
	 * @param clock nanoseconds, as {@link System#nanoTime} counts them
	 */
	Schedule(Load load, LongSupplier clock) {
		this.distance = (long) (TimeUnit.SECONDS.toNanos(1) * load.writers() / load.transactionsPerSecond());
		this.clock = clock;
		this.due = clock.getAsLong();
	}

	/** Until a transaction is due; 0 if it is late. */
	long nanosToWait() {
		return Math.max(0, this.due - this.clock.getAsLong());
	}

	/** Goes on to the next transaction. */
	void next() {
		this.due = Math.max(this.due + this.distance, this.clock.getAsLong() - MADE_UP_FOR);
	}

}
