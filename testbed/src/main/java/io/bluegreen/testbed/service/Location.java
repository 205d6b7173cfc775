package io.bluegreen.testbed.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bluegreen.testing.postgres.Database;

/**
 * Where Blue and Green are, as the environment tells a program.
 *
 * @param blue the database
 * @param greenUrl of a database on a server with the same roles; may lead through a link
 */
public record Location(Database blue, String greenUrl) {

	private static final String JAVA_OPTIONS = "BLUEGREEN_JAVA_OPTIONS";

	/**
	 * A command of the packaged program, to be started.
	 * @param home the checkout
	 * @param role that logs in
	 */
	public ProcessBuilder program(Path home, String role, String... command) {
		List<String> line = new ArrayList<>(List.of(home.resolve("bluegreen").toString()));
		line.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
		tell(builder.environment(), role);
		return builder;
	}

	/**
	 * Names both, and nothing else: whatever the shell names, nothing but these is
	 * touched.
	 * @param role that logs in
	 */
	public void tell(Map<String, String> environment, String role) {
		environment.keySet()
			.removeIf((name) -> (name.startsWith("BLUEGREEN_") && !name.equals(JAVA_OPTIONS))
					|| name.startsWith("SPRING_") || name.startsWith("PAYMENTS_"));
		tell(environment, "BLUE", this.blue.url(), role);
		tell(environment, "GREEN", this.greenUrl, role);
	}

	private void tell(Map<String, String> environment, String side, String url, String role) {
		environment.putAll(Map.of("BLUEGREEN_" + side + "_URL", url, "BLUEGREEN_" + side + "_USERNAME", role,
				"BLUEGREEN_" + side + "_PASSWORD", password(role)));
	}

	/** What a role logs in with; empty where it needs nothing. */
	public String password(String role) {
		return Objects.requireNonNullElse(this.blue.server().password(role), "");
	}

}
