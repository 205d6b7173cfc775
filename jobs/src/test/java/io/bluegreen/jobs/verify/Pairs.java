package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables of a test's own: {@code old.NAME}, tracked, a view {@code old.NAME_as_green} of
 * all its columns, and {@code new.NAME} of the same shape with the same rows.
 */
public final class Pairs {

	private final Sql sql;

	private final Program program;

	private final Map<String, String> yaml = new LinkedHashMap<>();

	public Pairs(Database database, Path directory) throws Exception {
		this(database, directory, 500);
	}

	/** With so many rows in a range. */
	Pairs(Database database, Path directory, int chunkRows) throws Exception {
		this.sql = new Sql(database);
		this.program = new Program(database, directory)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.setting("chunk-rows: " + chunkRows);
		this.sql.run("SET ROLE legacy_owner", "CREATE SCHEMA old", "CREATE SCHEMA new");
	}

	/**
	 * Adds a table of Blue.
	 * @param rows a query for its columns
	 */
	public Pairs table(String name, String columns, String rows) throws Exception {
		this.sql.run("SET ROLE legacy_owner", "CREATE TABLE old.%s (%s)".formatted(name, columns),
				"INSERT INTO old.%s %s".formatted(name, rows));
		return with(name, "");
	}

	/**
	 * Replaces what is configured for a table beside {@code from}, {@code to},
	 * {@code source} and {@code version}.
	 * @param lines of YAML, indented by six
	 */
	public Pairs with(String name, String lines) {
		this.yaml.put(name, """
				    %1$s:
				      from: old.%1$s_as_green
				      source: {table: old.%1$s}
				      to: new.%1$s
				      version: row_version
				""".formatted(name) + lines);
		this.program.tables(String.join("", this.yaml.values()));
		return this;
	}

	/** Tracks and migrates, and makes both sides equal. */
	public Pairs create() throws Exception {
		String[] track = Stream.concat(Stream.of("track"), this.yaml.keySet().stream().map((name) -> "old." + name))
			.toArray(String[]::new);
		Program.Outcome tracked = this.program.runAsOwner(track);
		assertThat(tracked.code()).as(tracked.err()).isZero();
		for (String name : this.yaml.keySet()) {
			this.sql.run("SET ROLE legacy_owner",
					"CREATE VIEW old.%1$s_as_green AS SELECT * FROM old.%1$s".formatted(name),
					"CREATE TABLE new.%1$s (LIKE old.%1$s INCLUDING ALL)".formatted(name));
		}
		Program.Outcome migrated = this.program.runAsOwner("migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();
		for (String name : this.yaml.keySet()) {
			copy(name);
		}
		return this;
	}

	/** Makes Green equal to Blue again. */
	public void copy(String name) throws Exception {
		String columns = String.join(", ", this.sql.list("""
				SELECT quote_ident(attname) FROM pg_attribute
				WHERE attrelid = 'old.%s'::regclass AND attnum > 0 AND attgenerated = ''
				""".formatted(name)));
		this.sql.run("DELETE FROM new." + name,
				"INSERT INTO new.%1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM old.%1$s".formatted(name,
						columns));
	}

	public Program program() {
		return this.program;
	}

	public Sql sql() {
		return this.sql;
	}

	/** The verdict on the only table. */
	public JsonNode verify(String... options) throws Exception {
		return verdict(options).get("tables").get(0);
	}

	/** The verdict on all tables. */
	public JsonNode verdict(String... options) throws Exception {
		Program.Outcome outcome = outcome(options);
		assertThat(outcome.out()).as(outcome.err()).startsWith("{");
		JsonNode verdict = outcome.json();
		assertThat(verdict.has("answer")).as(outcome.out()).isTrue();
		int expected = switch (verdict.get("answer").asString()) {
			case "MATCH" -> 0;
			case "DIFFER" -> 3;
			default -> 4;
		};
		assertThat(outcome.code()).as("exit code of " + verdict.get("answer")).isEqualTo(expected);
		return verdict;
	}

	/** The whole outcome. */
	public Program.Outcome outcome(String... options) throws Exception {
		String[] command = Stream.concat(Stream.of("verify", "--output=json"), Stream.of(options))
			.toArray(String[]::new);
		return this.program.run(command);
	}

}
