package io.bluegreen.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs in this JVM while a test does something else.
 */
public record Running(CompletableFuture<Program.Outcome> outcome) {

	/** Starts a command. */
	public static Running start(Program program, String... command) {
		return new Running(CompletableFuture.supplyAsync(() -> {
			try {
				return program.run(command);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
	}

	/** Waits for the end. */
	public Program.Outcome end() throws Exception {
		return this.outcome.get(60, TimeUnit.SECONDS);
	}

}
