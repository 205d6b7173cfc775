package io.bluegreen.testbed.traffic;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends dual writes from threads of its own, and gets some of them wrong.
 */
final class FaultyDualWrite {

	private static final int THREADS = 2;

	private static final int SHUFFLED_TOGETHER = 8;

	private static final Duration LAST_WRITES = Duration.ofMinutes(1);

	private final DualWrite target;

	private final Faults faults;

	private final Random random;

	private final Tally tally;

	private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);

	private final List<Runnable> keptBack = new ArrayList<>();

	FaultyDualWrite(DualWrite target, Faults faults, Random random, Tally tally) {
		this.target = target;
		this.faults = faults;
		this.random = random;
		this.tally = tally;
	}

	synchronized void send(String table, List<Object> key) {
		if (strikes(this.faults.lost(), Counter.DUAL_LOST) || strikes(this.faults.failing(), Counter.DUAL_FAILED)) {
			return;
		}
		Runnable write = () -> write(table, key);
		post(write);
		if (strikes(this.faults.duplicated(), Counter.DUAL_DUPLICATED)) {
			post(write);
		}
	}

	/** Sends what was kept back, and waits for all writes. */
	void drain() throws InterruptedException {
		synchronized (this) {
			sendKeptBack();
		}
		this.threads.shutdown();
		if (!this.threads.awaitTermination(LAST_WRITES.toNanos(), TimeUnit.NANOSECONDS)) {
			this.threads.shutdownNow();
			throw new IllegalStateException("Dual writes did not end within " + LAST_WRITES);
		}
	}

	private void post(Runnable write) {
		if (strikes(this.faults.reordered(), Counter.DUAL_REORDERED)) {
			this.keptBack.add(write);
			if (this.keptBack.size() == SHUFFLED_TOGETHER) {
				sendKeptBack();
			}
		}
		else if (strikes(this.faults.delayed(), Counter.DUAL_DELAYED)) {
			long delay = (long) (this.random.nextDouble() * this.faults.delay().toNanos());
			Future<?> unused = this.threads.schedule(write, delay, TimeUnit.NANOSECONDS);
		}
		else {
			this.threads.execute(write);
		}
	}

	private void sendKeptBack() {
		Collections.shuffle(this.keptBack, this.random);
		this.keptBack.forEach(this.threads::execute);
		this.keptBack.clear();
	}

	private boolean strikes(double probability, Counter fault) {
		boolean strikes = this.random.nextDouble() < probability;
		if (strikes) {
			this.tally.add(fault);
		}
		return strikes;
	}

	private void write(String table, List<Object> key) {
		try {
			this.target.apply(table, key.toArray());
			this.tally.add(Counter.DUAL_WRITTEN);
		}
		catch (SQLException | RuntimeException ex) {
			this.tally.add(Counter.DUAL_REFUSED);
		}
	}

}
