package io.bluegreen.mapping;

/**
 * A mapping that cannot be used as it is written. The message names the thing, the cause
 * and the way out.
 */
public class MappingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public MappingException(String message) {
		super(message);
	}

}
