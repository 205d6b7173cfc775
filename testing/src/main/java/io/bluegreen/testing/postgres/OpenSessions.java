package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The clients that are connected to a database.
 */
final class OpenSessions {

	/** A backend outlives its client's close by a few milliseconds. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final String QUERY = """
			SELECT format('pid %s of %s (%s) %s: %s', pid, usename, application_name, state, left(query, 200))
			FROM pg_stat_activity
			WHERE datname = ? AND backend_type = 'client backend'
			ORDER BY pid
			""";

	private OpenSessions() {
	}

	/**
	 * Waits until the last client has gone.
	 * @param database where to look
	 * @return the clients that are still there after a while, described; empty if none
	 * @throws SQLException if the server cannot be asked
	 */
	static List<String> awaitNone(Database database) throws SQLException {
		long deadline = System.nanoTime() + GRACE.toNanos();
		try (Connection connection = database.server().maintenance();
				PreparedStatement query = connection.prepareStatement(QUERY)) {
			query.setString(1, database.name());
			List<String> open = describe(query);
			while (!open.isEmpty() && System.nanoTime() < deadline) {
				LockSupport.parkNanos(PAUSE.toNanos());
				open = describe(query);
			}
			return open;
		}
	}

	private static List<String> describe(PreparedStatement query) throws SQLException {
		List<String> open = new ArrayList<>();
		try (ResultSet result = query.executeQuery()) {
			while (result.next()) {
				open.add(result.getString(1));
			}
		}
		return open;
	}

}
