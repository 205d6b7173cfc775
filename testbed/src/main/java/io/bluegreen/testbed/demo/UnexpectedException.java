package io.bluegreen.testbed.demo;

/**
 * A step did not come out as told.
 */
final class UnexpectedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnexpectedException(String message) {
		super(message);
	}

}
