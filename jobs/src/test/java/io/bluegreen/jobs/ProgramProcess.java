package io.bluegreen.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * The program in a JVM of its own, to be stopped by signals.
 */
public final class ProgramProcess implements AutoCloseable {

	private final Process process;

	private final Path directory;

	private ProgramProcess(Process process, Path directory) {
		this.process = process;
		this.directory = directory;
	}

	/**
	 * Starts a command as the jobs' role.
	 * @param program has the configuration
	 * @param directory for the output
	 */
	public static ProgramProcess start(Program program, Path directory, String... command) throws IOException {
		Path own = Files.createTempDirectory(directory, "process");
		Path config = own.resolve("bluegreen.yml");
		Files.copy(program.configFor(LegacyDatabase.JOBS), config, StandardCopyOption.REPLACE_EXISTING);
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				Bluegreen.class.getName()));
		line.addAll(List.of(command));
		line.add("--config=" + config);
		return new ProgramProcess(new ProcessBuilder(line).redirectOutput(own.resolve("out").toFile())
			.redirectError(own.resolve("err").toFile())
			.start(), own);
	}

	/** Sends a signal, such as KILL, TERM, STOP or CONT. */
	public void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
	}

	long pid() {
		return this.process.pid();
	}

	/** Waits for the end. */
	public int exitCode() throws InterruptedException {
		if (!this.process.waitFor(90, TimeUnit.SECONDS)) {
			throw new AssertionError("The program did not end: " + err());
		}
		return this.process.exitValue();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** What it has printed on stderr. */
	public String err() {
		return printed("err");
	}

	/** What it has printed on stdout. */
	public String out() {
		return printed("out");
	}

	private String printed(String where) {
		try {
			return Files.readString(this.directory.resolve(where));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
