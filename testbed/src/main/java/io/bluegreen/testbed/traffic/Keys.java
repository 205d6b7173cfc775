package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The keys of payments: which are free, and where to look for one that is not.
 */
final class Keys {

	private final AtomicLong next;

	private final Queue<Long> deleted = new ConcurrentLinkedQueue<>();

	private Keys(long next) {
		this.next = new AtomicLong(next);
	}

	static Keys of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("SELECT 1 + greatest(0, max(payment_id)) FROM blue.payments")) {
			result.next();
			return new Keys(result.getLong(1));
		}
	}

	long unused() {
		return this.next.getAndIncrement();
	}

	@Nullable Long takeDeleted() {
		return this.deleted.poll();
	}

	void putDeleted(long key) {
		this.deleted.add(key);
	}

	/**
	 * Somewhere among the keys; now and then below zero, where legacy stores have some.
	 */
	long near(Random random) {
		return (random.nextInt(64) == 0) ? Long.MIN_VALUE : random.nextLong(this.next.get());
	}

}
