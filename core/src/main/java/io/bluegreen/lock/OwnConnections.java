package io.bluegreen.lock;

import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;

import io.bluegreen.session.Side;

/**
 * Connections that never come from the pool, nor go back there: for locks of a session,
 * and for whoever leaves settings behind.
 */
public final class OwnConnections {

	private OwnConnections() {
	}

	/**
	 * Opens a connection at each request, to be closed by who asked. What is no pool of
	 * this program does so already.
	 */
	public static DataSource of(Side side) {
		try {
			DataSource given = side.dataSource();
			return given.isWrapperFor(Unpooled.class) ? given.unwrap(Unpooled.class).unpooled() : given;
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException("no connection of its own", ex);
		}
	}

}
