package io.bluegreen.testbed.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testbed.postgres.Database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Threads that share ranges, each on a connection that is open before, under the settings
 * that the jobs pin: the least that doing the same SQL takes.
 */
final class Floor implements AutoCloseable {

	/** A floor may be one statement. */
	private static final Duration LONGER_THAN_ANYTHING = Duration.ofHours(2);

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

	private final HikariDataSource pool;

	private final Side side;

	private final int workers;

	Floor(Database database, String role, int workers) throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database.url());
		config.setUsername(role);
		config.setPassword(database.server().password(role));
		// As the jobs do: each range is planned for its own bounds.
		config.addDataSourceProperty("prepareThreshold", "0");
		config.setMaximumPoolSize(workers);
		this.pool = new HikariDataSource(config);
		this.side = new Side(this.pool, new PinnedTransactionManager(this.pool, LONGER_THAN_ANYTHING, LOCK_TIMEOUT),
				JdbcClient.create(this.pool));
		this.workers = workers;
		open();
	}

	/** Its connections. */
	Side side() {
		return this.side;
	}

	private void open() throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int worker = 0; worker < this.workers; worker++) {
			connections.add(this.pool.getConnection());
		}
		for (Connection connection : connections) {
			connection.close();
		}
	}

	/**
	 * Works through ranges.
	 * @param commitAfter how long a transaction takes more ranges
	 * @return seconds from the first range to the last
	 */
	double seconds(List<KeyRange> ranges, RangeWork work, Duration commitAfter)
			throws ExecutionException, InterruptedException {
		List<Callable<Void>> threads = new ArrayList<>();
		AtomicInteger next = new AtomicInteger();
		for (int worker = 0; worker < this.workers; worker++) {
			threads.add(() -> {
				run(next, ranges, work, commitAfter);
				return null;
			});
		}
		ExecutorService executor = Executors.newFixedThreadPool(this.workers);
		try {
			long begin = System.nanoTime();
			for (Future<Void> thread : executor.invokeAll(threads)) {
				thread.get();
			}
			return (System.nanoTime() - begin) / 1e9;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void run(AtomicInteger next, List<KeyRange> ranges, RangeWork work, Duration commitAfter) {
		while (next.get() < ranges.size()) {
			this.side.run(() -> {
				long begin = System.nanoTime();
				do {
					int range = next.getAndIncrement();
					if (range >= ranges.size()) {
						return;
					}
					work.run(this.side.client(), ranges.get(range));
				}
				while (System.nanoTime() - begin < commitAfter.toNanos());
			});
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
