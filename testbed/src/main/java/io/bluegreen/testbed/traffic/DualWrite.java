package io.bluegreen.testbed.traffic;

import java.sql.SQLException;

/**
 * What is told of each row that was written, after its transaction has committed in Blue.
 */
@FunctionalInterface
public interface DualWrite {

	/**
	 * The row is to reach Green. Called by several threads.
	 * @param table the table of Blue, such as {@code blue.payments}
	 * @param key the values of its primary key, in order
	 * @throws SQLException if it cannot; it is counted, and the row stays as it is
	 */
	void apply(String table, Object... key) throws SQLException;

}
