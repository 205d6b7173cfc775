package io.bluegreen.apply;

/**
 * One table may not be written by this apply: the mapping that it was built for was
 * replaced. Other tables may.
 */
public class MappingReplacedException extends AuthorityException {

	private static final long serialVersionUID = 1L;

	public MappingReplacedException(String message, String hint) {
		super(message, hint);
	}

}
