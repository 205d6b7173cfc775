package io.bluegreen.testbed.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * Runs the packaged program as an operator does: from the shell, in the checkout, the
 * database named by the environment.
 */
final class Operator {

	/** How long a row that Green lacks is waited for. */
	private static final String SETTLE = "1s";

	private final Path home;

	private final Location location;

	private final Narrator narrator;

	Operator(Path home, Location location, Narrator narrator) {
		this.home = home;
		this.location = location;
		this.narrator = narrator;
	}

	/** What has to be typed once, before any command. */
	void setsUp() {
		this.narrator.command("cd " + this.home);
		this.narrator.command("export BLUEGREEN_BLUE_URL=" + this.location.blue().url());
		this.narrator.command("export BLUEGREEN_GREEN_URL=" + this.location.greenUrl());
		this.narrator.command("export BLUEGREEN_BLUE_USERNAME=%1$s BLUEGREEN_BLUE_PASSWORD=%1$s   # GREEN likewise"
			.formatted(LegacyDatabase.JOBS));
		this.narrator.command("export BLUEGREEN_SETTLE=%s   # 5s unless said".formatted(SETTLE));
	}

	/**
	 * Runs a command as the role of the jobs, and shows what it prints.
	 * @throws UnexpectedException if it ends in another way than expected
	 */
	String runs(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command));
		return run(LegacyDatabase.JOBS, (line) -> true, expected, command);
	}

	/** The same, without the conditions that hold. */
	String asks(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command));
		return run(LegacyDatabase.JOBS, (line) -> !line.startsWith("  holds"), expected, command);
	}

	/** The same, keeping what it prints to itself. */
	String reads(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command));
		return run(LegacyDatabase.JOBS, (line) -> false, expected, command);
	}

	/** The same as the owner of the tables. */
	String readsAsOwner(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command) + "   # as " + LegacyDatabase.OWNER);
		return run(LegacyDatabase.OWNER, (line) -> false, expected, command);
	}

	private String run(String role, Predicate<String> shown, int expected, String... command)
			throws IOException, InterruptedException {
		ProcessBuilder builder = this.location.program(this.home, role, command)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put("BLUEGREEN_SETTLE", SETTLE);
		Process process = builder.start();
		Thread end = new Thread(process::destroy, "end the command");
		Runtime.getRuntime().addShutdownHook(end);
		process.getOutputStream().close();
		StringBuilder printed = new StringBuilder();
		try (BufferedReader answer = process.inputReader()) {
			for (String next = answer.readLine(); next != null; next = answer.readLine()) {
				printed.append(next).append('\n');
				if (shown.test(next)) {
					this.narrator.printed(next);
				}
			}
		}
		int code = process.waitFor();
		Runtime.getRuntime().removeShutdownHook(end);
		if (code != expected) {
			throw new UnexpectedException(
					"`%s` ended with exit code %d instead of %d".formatted(typed(command), code, expected));
		}
		this.narrator.says("Exit code %d, as it should be.", code);
		return printed.toString();
	}

	private static String typed(String... command) {
		return "./bluegreen " + String.join(" ", command);
	}

}
