package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a database says to a question with one answer.
 */
public final class Answer {

	private Answer() {
	}

	/**
	 * Asks as the superuser.
	 * @return the answer as text, {@code null} for NULL
	 * @throws SQLException if the server refuses
	 */
	public static String of(Database database, String sql) throws SQLException {
		try (Connection connection = database.connect();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return String.valueOf(result.getString(1));
		}
	}

}
