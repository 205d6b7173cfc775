package io.bluegreen.failure;

import java.util.function.Supplier;

import org.springframework.dao.DataAccessException;

/**
 * A deadlock with somebody else's write: ours are in the order of the key.
 */
public final class DeadlockRetry {

	private static final int TIMES = 5;

	private DeadlockRetry() {
	}

	/**
	 * Does something behind a savepoint, again if the server ended it to resolve a
	 * deadlock: rolling back to the savepoint has given its locks to the other.
	 */
	public static <T> T retried(Supplier<T> work) {
		for (int times = 1;; times++) {
			try {
				return work.get();
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).isDeadlock() || times == TIMES) {
					throw ex;
				}
			}
		}
	}

}
