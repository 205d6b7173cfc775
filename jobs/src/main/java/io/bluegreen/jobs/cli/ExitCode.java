package io.bluegreen.jobs.cli;

/**
 * The answers to the shell, to Kubernetes and to Argo. Nothing else in this program names
 * a number.
 */
public enum ExitCode {

	/** Done; verify: MATCH; gate: open. */
	DONE(0),

	/** Failed on the way; a retry resumes. */
	FAILED(1),

	/** Usage, configuration or preflight: a retry does not help. */
	REFUSED(2),

	/** Verify: DIFFER; gate: closed. */
	DIFFER(3),

	/**
	 * Not whole: failed chunks, rejected rows, or a verdict without certainty. Someone
	 * has to look.
	 */
	INCOMPLETE(4),

	/** Stopped on request, or another run holds the same work; a retry resumes. */
	TRY_AGAIN(75);

	private final int code;

	ExitCode(int code) {
		this.code = code;
	}

	public int code() {
		return this.code;
	}

}
