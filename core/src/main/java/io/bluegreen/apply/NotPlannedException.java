package io.bluegreen.apply;

/**
 * Nobody has begun to bring this table to the target yet: no mapping is registered for
 * it. Its plan will find whatever was committed in the source before.
 */
public class NotPlannedException extends AuthorityException {

	private static final long serialVersionUID = 1L;

	public NotPlannedException(String message, String hint) {
		super(message, hint);
	}

}
