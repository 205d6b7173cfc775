package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

/**
 * A database of its own on a server of the testbed.
 *
 * @param server the server it lives on
 * @param name its name, in lower case
 */
public record Database(PostgresServer server, String name) {

	/**
	 * Where it is.
	 * @return a JDBC url without credentials
	 */
	public String url() {
		return this.server.url(this.name);
	}

	/**
	 * Connections of one role, not pooled.
	 * @param role an existing role
	 * @return opens a new connection each time
	 */
	public DataSource as(String role) {
		return this.server.dataSource(this.name, role);
	}

	/**
	 * Logs a role in.
	 * @param role an existing role
	 * @return an open connection in auto-commit mode
	 * @throws SQLException if the server refuses
	 */
	public Connection connect(String role) throws SQLException {
		return as(role).getConnection();
	}

	/**
	 * Logs the superuser in.
	 * @return an open connection in auto-commit mode
	 * @throws SQLException if the server refuses
	 */
	public Connection connect() throws SQLException {
		return connect(this.server.superuser());
	}

	/**
	 * Creates another with all that is in this one, its owner and the rights to it
	 * included. Nobody may be connected here meanwhile.
	 * @return the copy; who asked for it drops it
	 * @throws SQLException if the server refuses
	 */
	public Database copy() throws SQLException {
		List<String> open = OpenSessions.awaitNone(this);
		if (!open.isEmpty()) {
			throw new IllegalStateException("Sessions keep %s from being copied: %s".formatted(this.name, open));
		}
		return this.server.copy(this.name);
	}

	/**
	 * Drops the database if it is still there, and ends the sessions in it.
	 * @throws SQLException if the server refuses
	 */
	public void drop() throws SQLException {
		try (Connection connection = this.server.maintenance()) {
			Ddl.execute(connection, "DROP DATABASE IF EXISTS %I WITH (FORCE)", this.name);
		}
	}

}
