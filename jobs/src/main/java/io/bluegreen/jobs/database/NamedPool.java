package io.bluegreen.jobs.database;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A pool that says which database it cannot reach. The first connection is tried once, at
 * its first use; later ones again and again, until the timeout.
 */
class NamedPool extends HikariDataSource {

	private final String database;

	/**
	 * A pool to be configured.
	 * @param database side and url, without secrets
	 */
	NamedPool(String database) {
		this.database = database;
		setInitializationFailTimeout(1);
		setExceptionOverride(new UnsupportedIsAlive());
	}

	@Override
	public Connection getConnection() throws SQLException {
		try {
			return super.getConnection();
		}
		catch (SQLException ex) {
			throw UnreachableException.is(ex) ? new UnreachableException(this.database, ex) : ex;
		}
	}

}
