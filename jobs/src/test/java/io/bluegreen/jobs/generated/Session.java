package io.bluegreen.jobs.generated;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.postgres.Database;

/**
 * One connection of a test, which shows values as the program's sessions do.
 */
final class Session implements AutoCloseable {

	private static final String AS_THE_PROGRAM = """
			SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601';
			SET extra_float_digits = 1; SET bytea_output = 'hex'; SET client_min_messages = warning
			""";

	/**
	 * The row would break a constraint: unique, CHECK, NOT NULL, too long, GENERATED
	 * ALWAYS.
	 */
	private static final Set<String> REFUSED_BY_THE_TABLE = Set.of("23505", "23514", "23502", "22001", "428C9");

	private final Connection connection;

	/** As the superuser. */
	Session(Database database) throws SQLException {
		this.connection = database.connect();
		run(AS_THE_PROGRAM);
	}

	Session(Database database, String role) throws SQLException {
		this.connection = database.connect(role);
		run(AS_THE_PROGRAM);
	}

	/**
	 * Runs statements.
	 * @return the number of rows that the last of them changed
	 */
	int run(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
			return statement.getUpdateCount();
		}
		catch (SQLException ex) {
			throw new SQLException(ex.getMessage() + "\nin: " + sql.substring(0, Math.min(sql.length(), 4000)),
					ex.getSQLState(), ex);
		}
	}

	/** Whether a statement changed a row: it may not fit into the table. */
	boolean fits(String sql) throws SQLException {
		try {
			return run(sql) > 0;
		}
		catch (SQLException ex) {
			if (REFUSED_BY_THE_TABLE.contains(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * What an INSERT put there, as text; empty if the row does not fit into the table.
	 */
	List<@Nullable String> inserted(String insert, String returned) throws SQLException {
		try {
			return row(insert + " RETURNING " + returned);
		}
		catch (SQLException ex) {
			if (REFUSED_BY_THE_TABLE.contains(ex.getSQLState())) {
				return List.of();
			}
			throw ex;
		}
	}

	/** The first row, as text; empty if there is none. */
	List<@Nullable String> row(String query) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			List<@Nullable String> values = new ArrayList<>();
			try (ResultSet row = statement.executeQuery(query)) {
				int columns = row.next() ? row.getMetaData().getColumnCount() : 0;
				for (int i = 1; i <= columns; i++) {
					values.add(row.getString(i));
				}
			}
			return values;
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
