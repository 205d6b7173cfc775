package io.bluegreen.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A watcher that ends sessions of ours whose transaction lasts too long, from another
 * connection: no timeout of the server ends a COPY that waits for a slow reader.
 */
class TransactionLimit {

	private static final Log logger = LogFactory.getLog(TransactionLimit.class);

	/** Not the session's next transaction, if this one has just ended. */
	private static final String END = """
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE pid = ? AND usename = current_user AND xact_start < clock_timestamp() - make_interval(secs => ?)
			""";

	private final DataSource dataSource;

	private final Duration limit;

	private final Map<Connection, Future<?>> open = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "transaction limit");
		thread.setDaemon(true);
		return thread;
	});

	TransactionLimit(DataSource dataSource, Duration limit) {
		this.dataSource = dataSource;
		this.limit = limit;
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	Duration limit() {
		return this.limit;
	}

	/**
	 * Begins to watch a transaction.
	 * @param pid of its session
	 */
	void begun(Connection connection, int pid) {
		this.open.put(connection, this.executor.scheduleWithFixedDelay(() -> end(pid), this.limit.toMillis(), 500,
				TimeUnit.MILLISECONDS));
	}

	/** The transaction is over. */
	void ended(Connection connection) {
		Future<?> watch = this.open.remove(connection);
		if (watch != null) {
			watch.cancel(false);
		}
	}

	private void end(int pid) {
		try (Connection other = this.dataSource.getConnection();
				PreparedStatement statement = other.prepareStatement(END)) {
			statement.setInt(1, pid);
			// The server's clock may have started a moment later than ours.
			statement.setDouble(2, this.limit.toMillis() / 1000.0 * 0.9);
			try (ResultSet row = statement.executeQuery()) {
				if (row.next()) {
					logger.warn("Session %d had a transaction open for %d ms and was ended, so that nobody waits for it"
						.formatted(pid, this.limit.toMillis()));
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("Could not end session " + pid, ex);
		}
	}

}
