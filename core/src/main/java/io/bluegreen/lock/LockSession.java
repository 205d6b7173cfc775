package io.bluegreen.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

import io.bluegreen.session.Side;

/**
 * A session of the control side that holds advisory locks: on a connection of its own,
 * which no pool ever sees, until it is closed or lost.
 */
public final class LockSession implements AutoCloseable {

	/** What is done by one process at a time. */
	public enum Purpose {

		PLAN(0x62677001), RECONCILE(0x62677002), CLOSE(0x62677003), SLOT(0x62677004);

		private final int classId;

		Purpose(int classId) {
			this.classId = classId;
		}

	}

	/**
	 * What is noted here is about work that may die: it need not survive the server. The
	 * role's own defaults are for people.
	 */
	private static final String SETTINGS = """
			SET synchronous_commit = off; SET default_transaction_read_only = off;
			SET default_transaction_isolation = 'read committed'
			""";

	private final Connection connection;

	private LockSession(Connection connection) {
		this.connection = connection;
	}

	/** Opens a session without locks. */
	public static LockSession open(Side control) {
		try {
			Connection connection = OwnConnections.of(control).getConnection();
			try (Statement statement = connection.createStatement()) {
				statement.execute(SETTINGS);
				return new LockSession(connection);
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("no connection for a lock", ex);
		}
	}

	/**
	 * Takes a lock if it is free.
	 * @param number tells locks of the same purpose apart
	 * @return whether it is held now
	 */
	public boolean tryLock(Purpose purpose, int number) {
		try (PreparedStatement statement = this.connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
			statement.setInt(1, purpose.classId);
			statement.setInt(2, number);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("the connection for a lock was lost", ex);
		}
	}

	/**
	 * Who holds locks of a purpose, for a message.
	 */
	public static List<String> holders(Side control, Purpose purpose) {
		return control.in(() -> control.client().sql("""
				SELECT format('pid %s, %s from %s, since %s', a.pid, a.application_name,
				              coalesce(host(a.client_addr), 'here'), a.backend_start)
				FROM pg_locks l JOIN pg_stat_activity a USING (pid)
				WHERE l.locktype = 'advisory' AND l.classid = ? AND l.objsubid = 2 AND l.granted
				  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				ORDER BY 1
				""").param(purpose.classId).query(String.class).list());
	}

	/**
	 * The connection, in autocommit. Lost locks show as an error here.
	 */
	public Connection connection() {
		return this.connection;
	}

	/** Releases the locks at once: the server may notice the end of a session later. */
	@Override
	public void close() {
		try (Connection closing = this.connection; Statement statement = closing.createStatement()) {
			statement.execute("SELECT pg_advisory_unlock_all()");
		}
		catch (SQLException ex) {
			// The connection is gone, and the locks with it.
			LoggerFactory.getLogger(LockSession.class).debug("Locks were lost before they were released", ex);
		}
	}

}
