package io.bluegreen.manifests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;

/**
 * A program of the platform that tests need. Where it is not installed they are skipped
 * with a loud message, and fail in CI, which installs it.
 *
 * @param command the program, and the arguments that it always takes
 */
public record Tool(List<String> command) {

	/** The checkout. */
	public static final Path HOME = Path.of("..").toAbsolutePath().normalize();

	/** What renders a folder. */
	public static Tool kustomize() {
		return find("kubectl", "kustomize").or(() -> find("kustomize", "build"))
			.orElseGet(() -> missing("kubectl or kustomize"));
	}

	public static Tool npm() {
		return find("npm").orElseGet(() -> missing("npm"));
	}

	/** Prometheus' own. */
	public static Tool promtool() {
		return find("promtool").orElseGet(() -> missing("promtool"));
	}

	/** The server itself. */
	public static Tool prometheus() {
		return find("prometheus").orElseGet(() -> missing("prometheus"));
	}

	/** What keeps the meters of commands that are over; Debian's name for it. */
	public static Tool pushgateway() {
		return find("prometheus-pushgateway").orElseGet(() -> missing("prometheus-pushgateway"));
	}

	private static Optional<Tool> find(String... command) {
		return isThere(command[0]) ? Optional.of(new Tool(List.of(command))) : Optional.empty();
	}

	/** Whether it is on the PATH. */
	public static boolean isThere(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	private static Tool missing(String name) {
		String message = "NOT TESTED: %s is not on the PATH; .ci/run says how to install it".formatted(name);
		if (System.getenv("CI") != null) {
			throw new AssertionError(message);
		}
		System.err.println(message);
		Assumptions.abort(message);
		throw new IllegalStateException(message);
	}

	/**
	 * Runs it in the checkout.
	 * @return what it printed on both streams
	 * @throws AssertionError with that, if it failed
	 */
	public String run(String... arguments) {
		Outcome outcome = tryToRun(arguments);
		if (outcome.code() != 0) {
			throw new AssertionError("%s %s: %s".formatted(this.command, List.of(arguments), outcome.printed()));
		}
		return outcome.printed();
	}

	/** Starts it, to be ended by whoever asks for it. */
	public Process start(Path log, String... arguments) throws IOException {
		List<String> line = new ArrayList<>(this.command);
		line.addAll(List.of(arguments));
		return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	/** Runs it in the checkout. */
	public Outcome tryToRun(String... arguments) {
		List<String> line = new ArrayList<>(this.command);
		line.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(line).directory(HOME.toFile()).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Outcome(process.waitFor(), printed);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How it ended.
	 *
	 * @param code its exit code
	 * @param printed on both streams
	 */
	public record Outcome(int code, String printed) {
	}

}
