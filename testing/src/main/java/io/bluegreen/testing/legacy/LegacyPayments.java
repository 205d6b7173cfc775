package io.bluegreen.testing.legacy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Fills the legacy store. What is filled in can be converted, awkward as it looks: NULL
 * and '' and quotes, long texts, currencies with 0, 2 and 3 decimals, gaps in the ids.
 */
public final class LegacyPayments {

	private LegacyPayments() {
	}

	/**
	 * Fills empty tables with payments and half as many events, in one transaction.
	 * @param connection of the owner of the tables, in auto-commit mode
	 * @param rows how many payments
	 * @param seed the same rows come from the same seed
	 * @throws SQLException if the server refuses, as it does where payments are already
	 */
	public static void fill(Connection connection, long rows, long seed) throws SQLException {
		fill(connection, rows, seed, true);
	}

	/**
	 * Fills empty tables, in one transaction.
	 * @param connection of the owner of the tables, in auto-commit mode
	 * @param rows how many payments
	 * @param seed the same rows come from the same seed
	 * @param events whether half as many events are wanted too
	 * @throws SQLException if the server refuses, as it does where payments are already
	 */
	public static void fill(Connection connection, long rows, long seed, boolean events) throws SQLException {
		connection.setAutoCommit(false);
		try {
			Script.named("drop-constraints.sql").run(connection);
			Script.named("fill-payments.sql").update(connection, rows, seed);
			if (events) {
				Script.named("fill-events.sql").update(connection, seed);
			}
			Script.named("constraints.sql").run(connection);
			Script.named("analyze.sql").run(connection);
			connection.commit();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			rollback(connection, ex);
			throw ex;
		}
	}

	/**
	 * Inserts one payment that no mapping can convert, above all others.
	 * @param connection of a role that may insert payments
	 * @param kind what is wrong with it
	 * @return its key
	 * @throws SQLException if the server refuses
	 */
	public static long poison(Connection connection, Poison kind) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(Script.named("poison.sql").text())) {
			statement.setBigDecimal(1, kind.amount());
			statement.setString(2, kind.currency());
			statement.setString(3, kind.status());
			statement.setString(4, kind.attributes());
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getLong(1);
			}
		}
	}

	private static void rollback(Connection connection, SQLException cause) {
		try {
			connection.rollback();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

}
