package io.bluegreen.testbed.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * Runs the packaged program as an operator does: from the shell, in the checkout, the
 * database named by the environment.
 */
final class Operator {

	private static final String JAVA_OPTIONS = "BLUEGREEN_JAVA_OPTIONS";

	private final Path home;

	private final Database database;

	private final Narrator narrator;

	Operator(Path home, Database database, Narrator narrator) {
		this.home = home;
		this.database = database;
		this.narrator = narrator;
	}

	/** What has to be typed once, before any command. */
	void setsUp() {
		this.narrator.command("cd " + this.home);
		this.narrator.command("export BLUEGREEN_BLUE_URL=" + this.database.url());
		this.narrator.command("export " + login(LegacyDatabase.JOBS));
	}

	/**
	 * Runs a command as the role of the jobs, and shows what it prints.
	 * @throws UnexpectedException if it ends in another way than expected
	 */
	String runs(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command));
		return run(LegacyDatabase.JOBS, true, expected, command);
	}

	/** The same as the owner of the tables. */
	String runsAsOwner(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(login(LegacyDatabase.OWNER) + " " + typed(command));
		return run(LegacyDatabase.OWNER, true, expected, command);
	}

	/** The same as the role of the jobs, keeping what it prints to itself. */
	String reads(int expected, String... command) throws IOException, InterruptedException {
		this.narrator.command(typed(command));
		return run(LegacyDatabase.JOBS, false, expected, command);
	}

	private String run(String role, boolean shown, int expected, String... command)
			throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of(this.home.resolve("bluegreen").toString()));
		line.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(line).directory(this.home.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		setEnvironment(builder.environment(), role);
		Process process = builder.start();
		Thread end = new Thread(process::destroy, "end the command");
		Runtime.getRuntime().addShutdownHook(end);
		process.getOutputStream().close();
		StringBuilder printed = new StringBuilder();
		try (BufferedReader answer = process.inputReader()) {
			for (String next = answer.readLine(); next != null; next = answer.readLine()) {
				printed.append(next).append('\n');
				if (shown) {
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

	// Whatever the shell or the configuration names, nothing but the demo's database is
	// touched.
	private void setEnvironment(Map<String, String> environment, String role) {
		environment.keySet()
			.removeIf((name) -> (name.startsWith("BLUEGREEN_") && !name.equals(JAVA_OPTIONS))
					|| name.startsWith("SPRING_"));
		for (String side : List.of("BLUE", "GREEN")) {
			environment.put("BLUEGREEN_" + side + "_URL", this.database.url());
			environment.put("BLUEGREEN_" + side + "_USERNAME", role);
			environment.put("BLUEGREEN_" + side + "_PASSWORD", password(role));
		}
	}

	private String login(String role) {
		return "BLUEGREEN_BLUE_USERNAME=%s BLUEGREEN_BLUE_PASSWORD=%s".formatted(role, password(role));
	}

	private String password(String role) {
		String password = this.database.server().password(role);
		return (password != null) ? password : "";
	}

	private static String typed(String... command) {
		return "./bluegreen " + String.join(" ", command);
	}

}
