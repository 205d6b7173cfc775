package io.bluegreen.apply;

/**
 * The target may not be written by this apply: another side has authority, the fence was
 * raised above it, or the mapping that it was built for was replaced. A retry does not
 * help.
 */
public class AuthorityException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public AuthorityException(String message) {
		super(message);
	}

}
