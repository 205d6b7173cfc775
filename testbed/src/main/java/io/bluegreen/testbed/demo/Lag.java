package io.bluegreen.testbed.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * Counts in plain SQL the payments in which Green lags behind: an opinion that owes
 * nothing to the program.
 */
final class Lag {

	/** Those that were written since they have a version. */
	private static final String WRITTEN = """
			SELECT payment_id, row_version FROM blue.payments
			WHERE row_version > (SELECT min(row_version) FROM blue.payments)
			""";

	private static final String FOUND = "SELECT payment_id, row_version FROM green.payments WHERE payment_id = ANY (?)";

	private final Database blue;

	private final Database green;

	Lag(Database blue, Database green) {
		this.blue = blue;
		this.green = green;
	}

	/** What Blue has now, whatever is written meanwhile. */
	Map<Long, Long> written() throws SQLException {
		try (Connection owner = this.blue.connect(LegacyDatabase.OWNER);
				PreparedStatement statement = owner.prepareStatement(WRITTEN)) {
			return versions(statement);
		}
	}

	/** How many of these Green lacks, or has in an older version. */
	long rows(Map<Long, Long> written) throws SQLException {
		try (Connection owner = this.green.connect(LegacyDatabase.OWNER);
				PreparedStatement statement = owner.prepareStatement(FOUND)) {
			statement.setArray(1, owner.createArrayOf("bigint", written.keySet().toArray()));
			Map<Long, Long> found = versions(statement);
			return written.entrySet()
				.stream()
				.filter((row) -> found.getOrDefault(row.getKey(), 0L) < row.getValue())
				.count();
		}
	}

	private static Map<Long, Long> versions(PreparedStatement statement) throws SQLException {
		Map<Long, Long> versions = new HashMap<>();
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				versions.put(rows.getLong(1), rows.getLong(2));
			}
		}
		return versions;
	}

}
