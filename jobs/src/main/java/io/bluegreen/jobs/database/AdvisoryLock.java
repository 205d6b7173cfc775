package io.bluegreen.jobs.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.bluegreen.session.Side;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A session advisory lock in Green on a connection of its own, held until it is closed or
 * the connection is lost.
 */
public final class AdvisoryLock implements AutoCloseable {

	/** What is done by one process at a time. */
	public enum Purpose {

		PLAN(0x62677001), RECONCILE(0x62677002), CLOSE(0x62677003), SEAT(0x62677004);

		private final int classId;

		Purpose(int classId) {
			this.classId = classId;
		}

	}

	private final Connection connection;

	private AdvisoryLock(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Takes the lock if it is free.
	 * @param number tells locks of the same purpose apart
	 * @return the lock, or null if another session holds it
	 */
	public static @Nullable AdvisoryLock tryAcquire(DataSource green, Purpose purpose, int number) throws SQLException {
		Connection connection = green.getConnection();
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT pg_try_advisory_lock(?, ?), set_config('synchronous_commit', 'off', false)")) {
			statement.setInt(1, purpose.classId);
			statement.setInt(2, number);
			try (ResultSet row = statement.executeQuery()) {
				if (row.next() && row.getBoolean(1)) {
					return new AdvisoryLock(connection);
				}
			}
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
		connection.close();
		return null;
	}

	/**
	 * Who holds the lock, for a message.
	 */
	static String holder(Side green, Purpose purpose) {
		return green.in(() -> green.client().sql("""
				SELECT format('pid %s, %s from %s, since %s', a.pid, a.application_name,
				              coalesce(host(a.client_addr), 'here'), a.backend_start)
				FROM pg_locks l JOIN pg_stat_activity a USING (pid)
				WHERE l.locktype = 'advisory' AND l.classid = ? AND l.objid = 0 AND l.granted
				  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				""").param(purpose.classId).query(String.class).optional().orElse("it has just ended"));
	}

	/**
	 * The connection that holds the lock, in autocommit. A lost lock shows as an error
	 * here.
	 */
	public Connection connection() {
		return this.connection;
	}

	@Override
	public void close() {
		try (Connection closing = this.connection; var statement = closing.createStatement()) {
			statement.execute("SELECT pg_advisory_unlock_all(), set_config('synchronous_commit', 'on', false)");
		}
		catch (SQLException ex) {
			// The connection is gone, and the lock with it.
			LoggerFactory.getLogger(AdvisoryLock.class).debug("Lock was lost before it was released", ex);
		}
	}

}
