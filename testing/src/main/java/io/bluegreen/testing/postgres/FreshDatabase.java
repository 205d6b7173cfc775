package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a database of its own on the shared server, drops it afterwards, and
 * fails the test if it left sessions open there. Register it as an instance field with
 * {@code @RegisterExtension}.
 */
public final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {

	private final Origin origin;

	private @Nullable Database database;

	/**
	 * Empty databases.
	 */
	public FreshDatabase() {
		this(PostgresServer::createDatabase);
	}

	/**
	 * Databases with something in them.
	 * @param origin creates one
	 */
	public FreshDatabase(Origin origin) {
		this.origin = origin;
	}

	@Override
	public void beforeEach(ExtensionContext context) throws SQLException {
		begin();
	}

	@Override
	public void afterEach(ExtensionContext context) throws SQLException {
		end();
	}

	void begin() throws SQLException {
		this.database = this.origin.create(PostgresServer.shared());
	}

	void end() throws SQLException {
		Database used = database();
		this.database = null;
		List<String> open;
		try {
			open = OpenSessions.awaitNone(used);
		}
		finally {
			used.drop();
		}
		if (!open.isEmpty()) {
			throw new AssertionError("The test left sessions open, close them: " + open);
		}
	}

	/**
	 * The database of the running test.
	 * @return that database
	 */
	public Database database() {
		return Objects.requireNonNull(this.database, "A fresh database exists only while a test runs");
	}

	/**
	 * Where the running test's database is.
	 * @return a JDBC url without credentials
	 */
	public String url() {
		return database().url();
	}

	/**
	 * Logs the superuser in.
	 * @return an open connection in auto-commit mode
	 * @throws SQLException if the server refuses
	 */
	public Connection connect() throws SQLException {
		return database().connect();
	}

	/**
	 * Logs a role in.
	 * @param role an existing role
	 * @return an open connection in auto-commit mode
	 * @throws SQLException if the server refuses
	 */
	public Connection connect(String role) throws SQLException {
		return database().connect(role);
	}

	/**
	 * Connections of one role, not pooled.
	 * @param role an existing role
	 * @return opens a new connection each time
	 */
	public DataSource as(String role) {
		return database().as(role);
	}

	/**
	 * Makes the database of one test.
	 */
	@FunctionalInterface
	public interface Origin {

		/**
		 * Creates a database.
		 * @param server where
		 * @return a database that nobody else uses
		 * @throws SQLException if the server refuses
		 */
		Database create(PostgresServer server) throws SQLException;

	}

}
