package io.bluegreen.testbed.service;

import java.net.URI;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Several callers at work, until they are told to stop.
 */
public final class Callers implements AutoCloseable {

	private final Tally tally = new Tally();

	private final ScheduledExecutorService threads;

	private Callers(int callers) {
		this.threads = new ScheduledThreadPoolExecutor(callers);
	}

	/**
	 * Lets them loose.
	 * @param service says where the next request goes
	 * @param stepsPerSecond of each: a write and up to three reads
	 */
	public static Callers start(Supplier<URI> service, int callers, int stepsPerSecond, long seed) {
		Callers started = new Callers(callers);
		for (int i = 0; i < callers; i++) {
			Caller caller = new Caller(service, new Random(31 * seed + i), started.tally);
			Future<?> unused = started.threads.scheduleWithFixedDelay(() -> started.step(caller), 0,
					TimeUnit.SECONDS.toMicros(1) / stepsPerSecond, TimeUnit.MICROSECONDS);
		}
		return started;
	}

	/** Whatever goes wrong counts: a schedule would end without a word. */
	private void step(Caller caller) {
		try {
			caller.step();
		}
		catch (RuntimeException ex) {
			this.tally.failed("a caller: " + ex);
		}
	}

	/** What they have seen so far. */
	public Tally tally() {
		return this.tally;
	}

	/** Ends them after their current step. */
	public void stop() throws InterruptedException {
		this.threads.shutdown();
		if (!this.threads.awaitTermination(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("callers wait for an answer for a minute");
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
