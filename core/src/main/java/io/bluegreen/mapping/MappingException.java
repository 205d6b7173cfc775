package io.bluegreen.mapping;

import io.bluegreen.failure.RefusedException;

/**
 * A mapping that cannot be used as it is written.
 */
public class MappingException extends RefusedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Refuses.
	 * @param message the thing and the cause
	 * @param hint the way out
	 */
	public MappingException(String message, String hint) {
		super(message, hint);
	}

}
