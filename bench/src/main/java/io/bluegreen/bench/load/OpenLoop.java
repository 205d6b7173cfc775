package io.bluegreen.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests that are due at a fixed rate, whether the ones before have been answered or
 * not. Each is timed from when it was due: what waits behind a slow one counts as slow.
 *
 * @param perSecond how many are due
 */
record OpenLoop(int perSecond) {

	/** Enough that hardly ever all of them wait for an answer. */
	private static final int THREADS = 24;

	/**
	 * Runs for a while.
	 * @return how long requests took, in microseconds
	 * @throws IllegalStateException if one failed
	 */
	Histogram run(Request request, Duration duration) throws InterruptedException {
		Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
		AtomicLong next = new AtomicLong();
		long requests = duration.toMillis() * this.perSecond / 1000;
		long interval = TimeUnit.SECONDS.toNanos(1) / this.perSecond;
		long begin = System.nanoTime();
		Threads.run(THREADS, () -> {
			for (long i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
				long due = begin + i * interval;
				while (System.nanoTime() < due) {
					LockSupport.parkNanos(due - System.nanoTime());
				}
				request.send();
				micros.recordValue((System.nanoTime() - due) / 1000);
			}
		});
		return micros;
	}

	/**
	 * As many requests as the other side takes.
	 * @return requests a second
	 */
	static double saturated(int clients, Request request, Duration duration) throws InterruptedException {
		AtomicLong done = new AtomicLong();
		long begin = System.nanoTime();
		long end = begin + duration.toNanos();
		Threads.run(clients, () -> {
			while (System.nanoTime() < end) {
				request.send();
				done.incrementAndGet();
			}
		});
		return done.get() / ((System.nanoTime() - begin) / 1e9);
	}

	/** Sends one, and waits for its answer. */
	@FunctionalInterface
	interface Request {

		void send() throws Exception;

	}

}
