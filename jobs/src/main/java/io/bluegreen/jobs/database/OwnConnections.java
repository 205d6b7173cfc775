package io.bluegreen.jobs.database;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.bluegreen.session.Side;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Connections that never come from the pool, nor go back there: for locks of a session,
 * and for whoever leaves settings behind.
 */
public final class OwnConnections {

	private OwnConnections() {
	}

	/**
	 * Opens a connection at each request, to be closed by who asked.
	 */
	public static DataSource of(Side side) {
		try {
			return side.dataSource().unwrap(NamedPool.class).unpooled();
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("no pool of this program", ex);
		}
	}

}
