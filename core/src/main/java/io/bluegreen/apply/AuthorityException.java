package io.bluegreen.apply;

import io.bluegreen.failure.RefusedException;

/**
 * The target may not be written by this apply: another side has authority, the fence was
 * raised above it, or the mapping that it was built for was replaced. A retry does not
 * help.
 */
public class AuthorityException extends RefusedException {

	private static final long serialVersionUID = 1L;

	public AuthorityException(String message, String hint) {
		super(message, hint);
	}

}
