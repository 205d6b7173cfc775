package io.bluegreen.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.PGConnection;

import io.bluegreen.testing.postgres.Database;

/**
 * The plain connections of a floor, open before anything is measured. Each statement
 * commits.
 *
 * @param all each for one worker
 */
record Connections(List<Connection> all) implements AutoCloseable {

	static Connections open(Database database, String role, int count) throws SQLException {
		Connections connections = new Connections(new ArrayList<>());
		try {
			for (int i = 0; i < count; i++) {
				Connection connection = database.connect(role);
				connections.all().add(connection);
				// Each range is planned for its own bounds.
				connection.unwrap(PGConnection.class).setPrepareThreshold(0);
				try (Statement statement = connection.createStatement()) {
					statement.execute(Sql.named("pin.sql"));
				}
			}
			return connections;
		}
		catch (SQLException ex) {
			connections.close();
			throw ex;
		}
	}

	@Override
	public void close() throws SQLException {
		for (Connection connection : this.all) {
			connection.close();
		}
	}

}
