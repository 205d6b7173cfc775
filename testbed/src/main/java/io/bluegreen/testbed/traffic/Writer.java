package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * One connection's worth of traffic, until it is told to stop.
 */
final class Writer implements Callable<@Nullable Void> {

	/** A deadlock; an event for a payment whose key has just changed. */
	private static final Set<String> EXPECTED = Set.of("40P01", "23503");

	private static final int LONGEST_HOLD_MILLIS = 500;

	private final DataSource application;

	private final Keys keys;

	private final Random random;

	private final Schedule schedule;

	private final Tally tally;

	private final @Nullable FaultyDualWrite dualWrite;

	private final CountDownLatch stop;

	Writer(DataSource application, Keys keys, Random random, Schedule schedule, Tally tally,
			@Nullable FaultyDualWrite dualWrite, CountDownLatch stop) {
		this.application = application;
		this.keys = keys;
		this.random = random;
		this.schedule = schedule;
		this.tally = tally;
		this.dualWrite = dualWrite;
		this.stop = stop;
	}

	@Override
	public @Nullable Void call() throws SQLException, InterruptedException {
		try (Connection connection = this.application.getConnection()) {
			PaymentTable payments = PaymentTable.of(connection);
			connection.setAutoCommit(false);
			while (!this.stop.await(this.schedule.nanosToWait(), TimeUnit.NANOSECONDS)) {
				Transaction transaction = new Transaction(connection, payments, this.keys, this.random);
				attempt(connection, transaction);
				this.schedule.next();
			}
			return null;
		}
	}

	private void attempt(Connection connection, Transaction transaction) throws SQLException, InterruptedException {
		try {
			run(connection, transaction);
		}
		catch (SQLException ex) {
			if (!EXPECTED.contains(Objects.requireNonNullElse(ex.getSQLState(), ""))) {
				throw ex;
			}
			connection.rollback();
			transaction.forget();
			this.tally.add(Counter.REFUSED);
		}
	}

	private void run(Connection connection, Transaction transaction) throws SQLException, InterruptedException {
		transaction.change();
		for (int more = Math.max(0, this.random.nextInt(8) - 4); more > 0; more--) {
			if (this.random.nextBoolean()) {
				transaction.change();
			}
			else if (transaction.tryChange()) {
				this.tally.add(Counter.PARTLY_ROLLED_BACK);
			}
		}
		if (this.random.nextInt(50) == 0) {
			this.tally.add(Counter.HELD_OPEN);
			this.stop.await(this.random.nextInt(LONGEST_HOLD_MILLIS), TimeUnit.MILLISECONDS);
		}
		if (this.random.nextInt(20) == 0) {
			connection.rollback();
			transaction.forget();
			this.tally.add(Counter.ROLLED_BACK);
		}
		else {
			connection.commit();
			transaction.changes().forEach(this::committed);
			this.tally.add(Counter.COMMITTED);
		}
	}

	private void committed(Change change) {
		this.tally.add(change.counter());
		if (change.freed() != null) {
			this.keys.putDeleted(change.freed());
		}
		if (this.dualWrite != null) {
			this.dualWrite.send(change.table(), change.key());
		}
	}

}
