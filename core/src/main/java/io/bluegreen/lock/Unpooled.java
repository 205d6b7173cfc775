package io.bluegreen.lock;

import javax.sql.DataSource;

/**
 * A pool that also opens connections which are no part of it.
 */
public interface Unpooled {

	/**
	 * Connections to the same database, one at each request, to be closed by who asked.
	 */
	DataSource unpooled();

}
