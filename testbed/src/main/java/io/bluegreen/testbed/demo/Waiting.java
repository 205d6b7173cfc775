package io.bluegreen.testbed.demo;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what has to come.
 */
final class Waiting {

	private static final long LIMIT_SECONDS = 30;

	private Waiting() {
	}

	/**
	 * Waits until something holds.
	 * @throws UnexpectedException with this message if it does not in half a minute
	 */
	static void until(Condition condition, String otherwise) throws SQLException, InterruptedException {
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!condition.holds()) {
			if (System.nanoTime() > limit) {
				throw new UnexpectedException(otherwise);
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	/** Asked again and again. */
	@FunctionalInterface
	interface Condition {

		boolean holds() throws SQLException;

	}

}
