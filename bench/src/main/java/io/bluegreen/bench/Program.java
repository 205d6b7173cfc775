package io.bluegreen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bluegreen.testing.postgres.Database;

/**
 * The packaged program, run as its users run it: a process of its own.
 */
final class Program {

	private final Path launcher;

	private final Path directory;

	private final Database blue;

	private final Database green;

	/**
	 * A program to run.
	 * @param directory an empty one to work in
	 * @param config what its configuration file says
	 */
	Program(Path launcher, Path directory, String config, Database blue, Database green) throws IOException {
		this.launcher = launcher;
		this.directory = directory;
		this.blue = blue;
		this.green = green;
		Files.writeString(config(), config);
	}

	/**
	 * One run.
	 *
	 * @param began when the process was started
	 * @param seconds until it had ended
	 * @param peakMib the most memory that it held
	 */
	record Run(Instant began, double seconds, double peakMib) {
	}

	/**
	 * Runs a command to its end.
	 * @throws IllegalStateException if it does not exit with 0
	 */
	Run run(String role, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.launcher.toString()));
		command.addAll(List.of(arguments));
		command.add("--config=" + config());
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile());
		// Whatever the shell names, nothing but the bench's databases is touched.
		builder.environment().keySet().removeIf((name) -> name.matches("BLUEGREEN_(BLUE|GREEN)_.*"));
		login(builder, "BLUE", this.blue, role);
		if (!this.green.equals(this.blue)) {
			login(builder, "GREEN", this.green, role);
		}
		Instant began = Instant.now();
		long begin = System.nanoTime();
		double peakMib = new Finite(this.directory).run(builder).peakMib();
		return new Run(began, (System.nanoTime() - begin) / 1e9, peakMib);
	}

	/** To work in. */
	Path directory() {
		return this.directory;
	}

	/** How long the shortest answer takes, in seconds. */
	double help() throws IOException, InterruptedException {
		long begin = System.nanoTime();
		new Finite(this.directory).run(new ProcessBuilder(this.launcher.toString(), "--help"));
		return (System.nanoTime() - begin) / 1e9;
	}

	private static void login(ProcessBuilder builder, String side, Database database, String role) {
		String password = Objects.requireNonNullElse(database.server().password(role), "");
		builder.environment()
			.putAll(Map.of("BLUEGREEN_" + side + "_URL", database.url(), "BLUEGREEN_" + side + "_USERNAME", role,
					"BLUEGREEN_" + side + "_PASSWORD", password));
	}

	private Path config() {
		return this.directory.resolve("bluegreen.yml");
	}

}
