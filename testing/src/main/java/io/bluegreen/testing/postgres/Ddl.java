package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Statements that take no binds, with their identifiers quoted by the server.
 */
final class Ddl {

	private Ddl() {
	}

	static void execute(Connection connection, String template, String... identifiers) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(format(connection, template, identifiers));
		}
	}

	private static String format(Connection connection, String template, String... identifiers) throws SQLException {
		try (PreparedStatement format = connection.prepareStatement("SELECT format(?, VARIADIC ?)")) {
			format.setString(1, template);
			format.setArray(2, connection.createArrayOf("text", identifiers));
			try (ResultSet result = format.executeQuery()) {
				result.next();
				return result.getString(1);
			}
		}
	}

}
