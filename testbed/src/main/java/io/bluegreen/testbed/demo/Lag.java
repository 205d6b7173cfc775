package io.bluegreen.testbed.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Counts in plain SQL the rows that Green lacks, has in another version, or has though
 * Blue does not: an opinion that owes nothing to the program.
 */
final class Lag {

	private static final String COUNT = """
			SELECT (SELECT count(*) FROM blue.payments b FULL JOIN green.payments g USING (payment_id)
			        WHERE b.row_version IS DISTINCT FROM g.row_version)
			     + (SELECT count(*) FROM blue.payment_events b FULL JOIN green.payment_events g USING (payment_id, event_no)
			        WHERE b.row_version IS DISTINCT FROM g.row_version)
			""";

	private Lag() {
	}

	static long rows(Connection owner) throws SQLException {
		try (Statement statement = owner.createStatement(); ResultSet result = statement.executeQuery(COUNT)) {
			result.next();
			return result.getLong(1);
		}
	}

}
