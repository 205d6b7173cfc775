package io.bluegreen.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.bluegreen.testing.postgres.Database;

/**
 * What one would type instead: a single statement under the server's own settings.
 */
record PlainSql(Database database, String role, Shape shape) {

	/** Fills Green, which is empty. */
	double insertSelect() throws SQLException {
		return update("insert-select.sql");
	}

	/** Brings the changed keys to Green. */
	double upsert() throws SQLException {
		return update("upsert.sql");
	}

	/** Joins all of both sides, by a plan with parallel processes if the server likes. */
	Compared fullJoin() throws SQLException {
		return compare("full-join.sql");
	}

	/** Joins the changed keys to both sides. */
	Compared compareChanged() throws SQLException {
		return compare("compare-changed.sql");
	}

	private Compared compare(String file) throws SQLException {
		try (Connection connection = this.database.connect(this.role);
				Statement statement = connection.createStatement()) {
			long begin = System.nanoTime();
			try (ResultSet result = statement.executeQuery(this.shape.sql(file))) {
				double seconds = (System.nanoTime() - begin) / 1e9;
				result.next();
				return new Compared(seconds, result.getLong("compared"), result.getLong("differing"));
			}
		}
	}

	private double update(String file) throws SQLException {
		try (Connection connection = this.database.connect(this.role);
				Statement statement = connection.createStatement()) {
			long begin = System.nanoTime();
			statement.executeUpdate(this.shape.sql(file));
			return (System.nanoTime() - begin) / 1e9;
		}
	}

}
