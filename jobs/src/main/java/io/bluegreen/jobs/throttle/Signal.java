package io.bluegreen.jobs.throttle;

import java.util.Optional;

/**
 * Something that tells whether work has to wait. It is asked by one thread at a time,
 * outside of transactions, about once a second.
 */
@FunctionalInterface
interface Signal {

	/**
	 * Why work has to wait now, for people; empty: it need not.
	 * @throws OffException if there is no asking, now or later
	 * @throws org.springframework.dao.DataAccessException if the server does not answer
	 */
	Optional<String> reason();

	/** A signal that this role cannot ask. */
	class OffException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OffException(String message) {
			super(message);
		}

	}

}
