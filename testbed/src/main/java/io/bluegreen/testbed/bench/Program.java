package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testbed.postgres.Database;

/**
 * The packaged program, run as its users run it: a process of its own.
 */
final class Program {

	private static final long LOOK_MILLIS = 50;

	private final Path launcher;

	private final Path directory;

	private final Database database;

	/**
	 * A program to run.
	 * @param directory an empty one to work in
	 */
	Program(Path launcher, Path directory, Database database) throws IOException {
		this.launcher = launcher;
		this.directory = directory;
		this.database = database;
		Files.writeString(config(), Sql.named("bluegreen.yml"));
	}

	/**
	 * One run.
	 *
	 * @param began when the process was started
	 * @param peakMib the most memory that it held
	 */
	record Run(Instant began, double peakMib) {
	}

	/**
	 * Runs a command to its end.
	 * @throws IllegalStateException if it does not exit with 0
	 */
	Run run(String role, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.launcher.toString()));
		command.addAll(List.of(arguments));
		command.add("--config=" + config());
		Path out = this.directory.resolve("out");
		Path err = this.directory.resolve("err");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment()
			.putAll(Map.of("BLUEGREEN_BLUE_URL", this.database.url(), "BLUEGREEN_BLUE_USERNAME", role,
					"BLUEGREEN_BLUE_PASSWORD", Objects.requireNonNullElse(this.database.server().password(role), "")));
		Instant began = Instant.now();
		Process process = builder.start();
		PeakMemory memory = new PeakMemory(process.pid());
		try {
			while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
				memory.look();
			}
		}
		finally {
			process.destroy();
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException("`bluegreen %s` exited with %d: %s%s".formatted(String.join(" ", arguments),
					process.exitValue(), Files.readString(err), Files.readString(out)));
		}
		return new Run(began, memory.mib());
	}

	private Path config() {
		return this.directory.resolve("bluegreen.yml");
	}

}
