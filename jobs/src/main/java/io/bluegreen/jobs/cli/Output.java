package io.bluegreen.jobs.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.json.JsonMapper;

/**
 * Answers go to stdout, as text or as one JSON document; everything else goes to stderr.
 * The last words also go where Kubernetes looks for them.
 *
 * @param json whether JSON was asked for
 */
record Output(boolean json) {

	private static final Path TERMINATION_MESSAGE = Path.of("/dev/termination-log");

	/** Prints an answer. */
	void answer(Object document, String text) {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		out.println(this.json ? JsonMapper.builder().build().writeValueAsString(document) : text);
	}

	/** Prints why there is none. */
	void failure(Object document, String text) {
		if (this.json) {
			answer(document, text);
		}
		System.err.println(text);
		lastWords(text);
	}

	/** Prints what to do next. */
	void next(String text) {
		next("", text);
	}

	/**
	 * Prints what to do next.
	 * @param answered in sentences; whoever looks where Kubernetes does has seen nothing
	 * else
	 */
	void next(String answered, String text) {
		System.err.println(text);
		lastWords(answered.isEmpty() ? text : answered + "\n" + text);
	}

	private static void lastWords(String text) {
		if (Files.isWritable(TERMINATION_MESSAGE)) {
			try {
				Files.writeString(TERMINATION_MESSAGE, text);
			}
			catch (IOException ex) {
				System.err.println("cannot write " + TERMINATION_MESSAGE + ": " + ex.getMessage());
			}
		}
	}

}
