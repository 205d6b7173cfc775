package io.bluegreen.jobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.cli.RootCommand;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * The program as a user types it, in this JVM: a configuration file, a command, an exit
 * code and what was printed. Runs one command at a time.
 */
public final class Program {

	/**
	 * The tables of the legacy schema, as the shipped configuration has them.
	 */
	public static final String PAYMENTS = """
			    payments:
			      from: blue.payments_as_green
			      source: {table: blue.payments}
			      to: green.payments
			      version: row_version
			      ignore: [migrated_at]
			      static: [blue.currencies]
			      totals: {group-by: [currency, status], sum: [amount_minor]}
			    payment_events:
			      from: blue.payment_events_as_green
			      source: {table: blue.payment_events}
			      to: green.payment_events
			      version: row_version
			""";

	private final Path config;

	private final @Nullable Database green;

	private final List<String> lines = new ArrayList<>();

	private String tables = PAYMENTS;

	private String blueUrl;

	/**
	 * A program configured for a database, running as the jobs' role.
	 * @param directory for the configuration file
	 */
	public Program(Database database, Path directory) {
		this(database, database, directory);
	}

	/**
	 * A program configured for two databases, which may be one.
	 * @param directory for the configuration file
	 */
	public Program(Database blue, Database green, Path directory) {
		this.config = directory.resolve("bluegreen.yml");
		this.green = blue.equals(green) ? null : green;
		this.blueUrl = blue.url();
	}

	/**
	 * Configures these tables instead of the legacy schema's.
	 * @param yaml indented by four
	 */
	public Program tables(String yaml) {
		this.tables = yaml;
		return this;
	}

	/**
	 * Reaches Blue by another url from now on.
	 */
	public Program blueAt(String url) {
		this.blueUrl = url;
		return this;
	}

	/**
	 * Adds a setting below {@code bluegreen:}.
	 */
	public Program setting(String line) {
		this.lines.add(line);
		return this;
	}

	/**
	 * Runs a command as the jobs' role.
	 */
	public Outcome run(String... command) throws IOException {
		return runAs(LegacyDatabase.JOBS, command);
	}

	/**
	 * Runs a command as the owner of the legacy schema.
	 */
	public Outcome runAsOwner(String... command) throws IOException {
		return runAs(LegacyDatabase.OWNER, command);
	}

	/**
	 * The configuration file, written for a role.
	 */
	public Path configFor(String role) throws IOException {
		String settings = String.join("\n", this.lines.stream().map((line) -> "  " + line).toList());
		Files.writeString(this.config, """
				bluegreen:
				  blue: {url: "%1$s", username: %2$s, password: %2$s}
				%3$s
				  jobs-role: %4$s
				  settle: 1s
				%5$s
				  tables:
				%6$s
				""".formatted(this.blueUrl, role, green(role), LegacyDatabase.JOBS, settings, this.tables));
		return this.config;
	}

	/** Absent where it is Blue's database, as a user would have it. */
	private String green(String role) {
		return (this.green == null) ? ""
				: "  green: {url: \"%s\", username: %s, password: %2$s}".formatted(this.green.url(), role);
	}

	private Outcome runAs(String role, String... command) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(command));
		arguments.add("--config=" + configFor(role));
		return Outcome.of(arguments.toArray(String[]::new));
	}

	/**
	 * What a command answered.
	 *
	 * @param code its exit code
	 * @param out what it printed on stdout
	 * @param err what it printed on stderr
	 */
	public record Outcome(int code, String out, String err) {

		/**
		 * Runs a command as it is typed.
		 */
		public static Outcome of(String... arguments) {
			PrintStream out = System.out;
			PrintStream err = System.err;
			ByteArrayOutputStream printed = new ByteArrayOutputStream();
			ByteArrayOutputStream said = new ByteArrayOutputStream();
			try {
				System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
				System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
				int code = RootCommand.run(new StopSignal(), arguments);
				return new Outcome(code, printed.toString(StandardCharsets.UTF_8),
						said.toString(StandardCharsets.UTF_8));
			}
			finally {
				System.setOut(out);
				System.setErr(err);
			}
		}

		/**
		 * The one JSON document on stdout.
		 */
		public JsonNode json() {
			return JsonMapper.builder().build().readTree(this.out);
		}

	}

}
