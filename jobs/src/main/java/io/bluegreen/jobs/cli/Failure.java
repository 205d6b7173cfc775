package io.bluegreen.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why there is no answer.
 *
 * @param message the thing and the cause
 * @param hint the way out; empty: the message says it
 */
record Failure(ExitCode code, String message, String hint) {

	static Failure refused(String message, String hint) {
		return new Failure(ExitCode.REFUSED, message, hint);
	}

	static Failure failed(String message, String hint) {
		return new Failure(ExitCode.FAILED, message, hint);
	}

	/** The JSON document. */
	Map<String, Object> document() {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("code", this.code.code());
		error.put("message", this.message);
		error.put("hint", this.hint);
		return Map.of("error", error);
	}

	/**
	 * One line.
	 * @param command as typed, with the program's name
	 */
	String line(String command) {
		return command + ": " + this.message + (this.hint.isEmpty() ? "" : "; " + this.hint);
	}

}
