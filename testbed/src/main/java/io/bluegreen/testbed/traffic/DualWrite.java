package io.bluegreen.testbed.traffic;

import java.sql.SQLException;

/**
 * Brings one row of Blue to Green, after its transaction has committed in Blue.
 */
@FunctionalInterface
public interface DualWrite {

	/**
	 * Makes Green's row what Blue says now. Called by several threads.
	 * @param table the table of Blue, such as {@code blue.payments}
	 * @param key the values of its primary key, in order
	 * @throws SQLException if it cannot; it is counted, and the row stays as it is
	 */
	void apply(String table, Object... key) throws SQLException;

}
