package io.bluegreen.failure;

/**
 * Something that a retry cannot help: usage, configuration, preflight. The message names
 * the thing, the cause and the way out.
 */
public class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String hint;

	/**
	 * Refuses.
	 * @param message the thing and the cause
	 * @param hint the way out; empty: the message says it
	 */
	public RefusedException(String message, String hint) {
		super(message);
		this.hint = hint;
	}

	/** The way out; empty: the message says it. */
	public String hint() {
		return this.hint;
	}

	/** The thing, the cause and the way out. */
	public String sentence() {
		return getMessage() + (this.hint.isEmpty() ? "" : "; " + this.hint);
	}

}
