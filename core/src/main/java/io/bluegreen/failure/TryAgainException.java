package io.bluegreen.failure;

/**
 * Stopped on request, or another run holds the same work. Nothing is lost: the same
 * command goes on where it was.
 */
public class TryAgainException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public TryAgainException(String message) {
		super(message);
	}

}
