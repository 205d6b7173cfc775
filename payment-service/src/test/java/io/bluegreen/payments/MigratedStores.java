package io.bluegreen.payments;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.stores.Payments;
import io.bluegreen.stores.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;

/**
 * Blue with 20 legacy payments, and Green with the same.
 */
record MigratedStores(Stores stores) implements AutoCloseable {

	static MigratedStores create(Where where) throws SQLException {
		Payments payments = Payments.copied(where, 20);
		payments.register(Payments.EVENTS);
		return new MigratedStores(payments.stores());
	}

	boolean areOne() {
		return blue().equals(green());
	}

	Database blue() {
		return this.stores.source();
	}

	Database green() {
		return this.stores.target();
	}

	List<String> inBlue(String query) {
		return rows(blue(), query);
	}

	List<String> inGreen(String query) {
		return rows(green(), query);
	}

	private static List<String> rows(Database database, String query) {
		return JdbcClient.create(database.as(LegacyDatabase.OWNER)).sql(query).query(String.class).list();
	}

	/** What somebody else holds until it is closed. */
	static Held hold(Database database, String statement) throws SQLException {
		Connection connection = database.connect(LegacyDatabase.OWNER);
		connection.setAutoCommit(false);
		try (Statement lock = connection.createStatement()) {
			lock.execute(statement);
		}
		return new Held(connection);
	}

	record Held(Connection connection) implements AutoCloseable {

		@Override
		public void close() throws SQLException {
			this.connection.rollback();
			this.connection.close();
		}

	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
