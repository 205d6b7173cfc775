package io.bluegreen.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.awaitility.Awaitility;

import io.bluegreen.testing.postgres.Database;

/**
 * A transaction of somebody else that stands in the program's way, and who waits for it.
 */
public final class Locks implements AutoCloseable {

	private final Database database;

	private final Connection connection;

	/** Opens the transaction as the superuser. */
	public Locks(Database database, String... statements) throws SQLException {
		this.database = database;
		this.connection = database.connect();
		this.connection.setAutoCommit(false);
		run(statements);
	}

	/** Goes on in the transaction. */
	public void run(String... statements) throws SQLException {
		try (var statement = this.connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Waits until a session of the jobs waits for a lock.
	 * @return its pid
	 */
	public long awaitWaiter() {
		String waiter = """
				SELECT max(pid) FROM pg_locks WHERE NOT granted AND pid IN (
				  SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND usename = 'bluegreen_jobs')
				""".formatted(this.database.name());
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> new Sql(this.database).number(waiter), (pid) -> pid > 0);
	}

	/** Waits until so many sessions of the jobs wait for locks. */
	public void awaitWaiters(int sessions) {
		String waiters = """
				SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
				WHERE NOT l.granted AND a.datname = '%s' AND a.usename = 'bluegreen_jobs'
				""".formatted(this.database.name());
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> new Sql(this.database).number(waiters), (waiting) -> waiting >= sessions);
	}

	/** Takes everything back. */
	public void rollback() throws SQLException {
		this.connection.rollback();
	}

	/** Makes it last. */
	public void commit() throws SQLException {
		this.connection.commit();
	}

	@Override
	public void close() throws SQLException {
		this.connection.rollback();
		this.connection.close();
	}

}
