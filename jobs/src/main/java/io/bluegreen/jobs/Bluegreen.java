package io.bluegreen.jobs;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.cli.ExitCode;
import io.bluegreen.jobs.cli.RootCommand;

/**
 * The program. On SIGTERM or SIGINT it drains, and answers 75, which the JVM's own exit
 * status after a signal could not.
 */
public final class Bluegreen {

	/** Below the 30 s that Kubernetes grants. */
	private static final Duration GRACE = Duration.ofSeconds(25);

	private Bluegreen() {
	}

	/**
	 * Runs one command and exits with its answer.
	 * @param arguments as typed
	 */
	public static void main(String... arguments) {
		StopSignal stopSignal = new StopSignal();
		CompletableFuture<Integer> answer = new CompletableFuture<>();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopSignal, answer), "stop"));
		int code = ExitCode.FAILED.code();
		try {
			code = RootCommand.run(stopSignal, arguments);
		}
		finally {
			// Also where the machine fails, so that nobody waits for an answer.
			answer.complete(code);
		}
		System.exit(code);
	}

	private static void stop(StopSignal stopSignal, CompletableFuture<Integer> answer) {
		if (answer.isDone()) {
			return;
		}
		stopSignal.request();
		int code = ExitCode.TRY_AGAIN.code();
		try {
			code = answer.get(GRACE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			System.err
				.println("bluegreen: not finished within %d s: what was not committed is done again by the next start"
					.formatted(GRACE.toSeconds()));
		}
		catch (ExecutionException | InterruptedException ex) {
			System.err.println("bluegreen: " + ex.getMessage());
		}
		System.err.flush();
		Runtime.getRuntime().halt(code);
	}

}
