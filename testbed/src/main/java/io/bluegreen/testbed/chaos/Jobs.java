package io.bluegreen.testbed.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Processes of the packaged program. What they print goes to a file each.
 */
final class Jobs implements AutoCloseable {

	private record Job(String name, String command, Process process) {
	}

	private final Path home;

	private final Path logs;

	private final Location location;

	private final List<Job> started = new ArrayList<>();

	private final Thread end = new Thread(this::killAll, "end the commands");

	/**
	 * None yet.
	 * @param home the checkout
	 * @param logs a folder for what they print
	 */
	Jobs(Path home, Path logs, Location location) {
		this.home = home;
		this.logs = logs;
		this.location = location;
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/** Starts a command as the role of the jobs. */
	void start(String... command) throws IOException {
		start(LegacyDatabase.JOBS, command);
	}

	/**
	 * Runs a command to its end.
	 * @return its exit code
	 */
	int run(String role, String... command) throws IOException, InterruptedException {
		return start(role, command).waitFor();
	}

	private Process start(String role, String... command) throws IOException {
		ProcessBuilder builder = this.location.program(this.home, role, command)
			.redirectErrorStream(true)
			.redirectOutput(this.logs.resolve("%03d-%s.log".formatted(this.started.size(), command[0])).toFile());
		builder.environment().put("BLUEGREEN_RETRYFOR", "20s");
		Process process = builder.start();
		this.started.add(new Job(command[0], String.join(" ", command), process));
		return process;
	}

	private List<Job> alive() {
		return this.started.stream().filter((job) -> job.process().isAlive()).toList();
	}

	int running() {
		return alive().size();
	}

	/** What runs, in words. */
	String commands() {
		return alive().stream().map(Job::command).collect(Collectors.joining(", "));
	}

	/**
	 * Sends a signal to one that runs, if one does.
	 * @return its pid, or 0
	 */
	long signal(String name, Random random) throws IOException, InterruptedException {
		List<Job> alive = alive();
		if (alive.isEmpty()) {
			return 0;
		}
		long pid = alive.get(random.nextInt(alive.size())).process().pid();
		signal(name, pid);
		return pid;
	}

	/** Sends a signal to one of these. */
	static void signal(String name, long pid) throws IOException, InterruptedException {
		if (pid != 0) {
			new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).redirectErrorStream(true).start().waitFor();
		}
	}

	/** Waits until all have ended. */
	void awaitAll() throws InterruptedException {
		for (Job job : alive()) {
			job.process().waitFor();
		}
	}

	/** How often a command ended with an exit code. */
	Map<String, Long> codes() {
		return this.started.stream()
			.filter((job) -> !job.process().isAlive())
			.collect(Collectors.groupingBy((job) -> "%s %d".formatted(job.name(), job.process().exitValue()),
					TreeMap::new, Collectors.counting()));
	}

	private void killAll() {
		alive().forEach((job) -> job.process().destroyForcibly());
	}

	@Override
	public void close() {
		killAll();
		Runtime.getRuntime().removeShutdownHook(this.end);
	}

}
