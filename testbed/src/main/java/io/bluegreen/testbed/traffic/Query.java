package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Statements that answer with one number.
 */
final class Query {

	private Query() {
	}

	/** The first column of the first row; null if there is no row. */
	static @Nullable Long number(Connection connection, String sql, @Nullable Object... binds) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < binds.length; i++) {
				Object bind = binds[i];
				statement.setObject(i + 1,
						(bind instanceof List<?> texts) ? connection.createArrayOf("text", texts.toArray()) : bind);
			}
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? Long.valueOf(result.getLong(1)) : null;
			}
		}
	}

}
