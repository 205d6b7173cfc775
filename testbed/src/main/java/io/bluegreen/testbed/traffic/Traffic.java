package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Writers that insert, update, delete and re-key payments in Blue, in transactions as
 * applications have them: savepoints, rollbacks, and some left open for a while. Whatever
 * they commit can be converted. One at a time in a database.
 */
public final class Traffic implements AutoCloseable {

	private final DataSource application;

	private final Load load;

	private final Tally tally = new Tally();

	private final @Nullable FaultyDualWrite dualWrite;

	private final ExecutorService threads;

	private final List<Future<@Nullable Void>> writers = new ArrayList<>();

	private final CountDownLatch stop = new CountDownLatch(1);

	/**
	 * Traffic of writers that know Blue only.
	 * @param application opens a connection per writer, of a role that may write payments
	 * @param load how much
	 */
	public Traffic(DataSource application, Load load) {
		this(application, load, null, Faults.NONE);
	}

	/**
	 * Traffic of writers with a dual write after each commit.
	 * @param application opens a connection per writer, of a role that may write payments
	 * @param load how much
	 * @param dualWrite is told of every row that was committed, on threads of its own;
	 * null for none
	 * @param faults what goes wrong with it
	 */
	public Traffic(DataSource application, Load load, @Nullable DualWrite dualWrite, Faults faults) {
		this.application = application;
		this.load = load;
		this.dualWrite = (dualWrite != null)
				? new FaultyDualWrite(dualWrite, faults, new Random(load.seed()), this.tally) : null;
		this.threads = Executors.newFixedThreadPool(load.writers());
	}

	/**
	 * Lets the writers loose.
	 * @return this
	 * @throws SQLException if the payments cannot be read
	 */
	public Traffic start() throws SQLException {
		Keys keys;
		try (Connection connection = this.application.getConnection()) {
			keys = Keys.of(connection);
		}
		for (int i = 0; i < this.load.writers(); i++) {
			Random random = new Random(31 * this.load.seed() + i);
			Schedule schedule = new Schedule(this.load, System::nanoTime);
			this.writers.add(this.threads
				.submit(new Writer(this.application, keys, random, schedule, this.tally, this.dualWrite, this.stop)));
		}
		return this;
	}

	/**
	 * Ends all writers after their current transaction, then waits for the last dual
	 * writes. Does nothing if it has been called before.
	 * @throws IllegalStateException if a writer met an error that traffic does not bring
	 * with it
	 * @throws InterruptedException if interrupted while it waits
	 */
	public void stop() throws InterruptedException {
		this.stop.countDown();
		this.threads.shutdown();
		List<Future<@Nullable Void>> ended = List.copyOf(this.writers);
		this.writers.clear();
		List<Throwable> errors = new ArrayList<>();
		for (Future<@Nullable Void> writer : ended) {
			try {
				writer.get();
			}
			catch (ExecutionException ex) {
				errors.add(ex);
			}
		}
		if (this.dualWrite != null) {
			this.dualWrite.drain();
		}
		if (!errors.isEmpty()) {
			throw failure(errors);
		}
	}

	/**
	 * What has happened so far; exact once stopped.
	 * @param counter what to count
	 * @return how often
	 */
	public long count(Counter counter) {
		return this.tally.of(counter);
	}

	@Override
	public void close() {
		try {
			stop();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static IllegalStateException failure(List<Throwable> errors) {
		IllegalStateException failure = new IllegalStateException(
				errors.size() + " of the writers failed: " + errors.get(0).getMessage(), errors.get(0));
		errors.stream().skip(1).forEach(failure::addSuppressed);
		return failure;
	}

}
