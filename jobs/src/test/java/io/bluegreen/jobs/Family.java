package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parents {@code old.p} (300 of them, {@code v} is v1, v2, ..) and children {@code old.c}
 * (600, two each), backfilled into {@code new.p} and {@code new.c}.
 */
public record Family(Stores stores, Program program) implements AutoCloseable {

	private static final String P = """
			    p:
			      from: old.p_as_green
			      source: {table: old.p}
			      to: new.p
			""";

	private static final String C = """
			    c:
			      from: old.c_as_green
			      source: {table: old.c}
			      to: new.c
			      version: row_version
			""";

	/** A family whose tables have versions, and whose children Green lets go anywhere. */
	public static Family create(Where where, Path directory) throws Exception {
		return create(where, directory, P + "      version: row_version\n" + C);
	}

	/** The same, but parents have no version. */
	public static Family withoutVersion(Where where, Path directory) throws Exception {
		return create(where, directory, P + "      overwrite: blue-wins\n");
	}

	/** The same, but children are not configured. */
	public static Family withoutChildren(Where where, Path directory) throws Exception {
		return create(where, directory, P + "      version: row_version\n");
	}

	private static Family create(Where where, Path directory, String tables) throws Exception {
		Stores stores = Migrated.stores(where, 0);
		Program program = new Program(stores.blue(), stores.green(), directory).setting("chunk-rows: 100")
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables(tables);
		Family family = new Family(stores, program);
		family.blue("SET ROLE legacy_owner", "CREATE SCHEMA old",
				"CREATE TABLE old.p (id int PRIMARY KEY, v text, n int NOT NULL)",
				"CREATE TABLE old.c (id int PRIMARY KEY, p int, n int NOT NULL)",
				"INSERT INTO old.p SELECT i, 'v' || i, 1 FROM generate_series(1, 300) i",
				"INSERT INTO old.c SELECT i, 1 + i % 300, 1 FROM generate_series(1, 600) i");
		family.succeeds(program.runAsOwner("track", "old.p", "old.c"));
		family.blue("SET ROLE legacy_owner", "CREATE VIEW old.p_as_green AS SELECT id, v, n, row_version FROM old.p",
				"CREATE VIEW old.c_as_green AS SELECT id, p, n, row_version FROM old.c");
		family.green("SET ROLE legacy_owner", "CREATE SCHEMA new",
				"CREATE TABLE new.p (id int PRIMARY KEY, v text, n int NOT NULL, row_version bigint)",
				"CREATE TABLE new.c (id int PRIMARY KEY, p int, n int NOT NULL, row_version bigint)");
		if (tables.contains("blue-wins")) {
			family.green("ALTER TABLE new.p DROP COLUMN row_version");
			family.blue("SET ROLE legacy_owner", "DROP VIEW old.p_as_green",
					"CREATE VIEW old.p_as_green AS SELECT id, v, n FROM old.p");
		}
		family.succeeds(program.runAsOwner("migrate"));
		family.succeeds(program.run("backfill"));
		return family;
	}

	/** Gives Green a foreign key from children to parents. */
	public Family reference(String onDelete) throws SQLException {
		green("ALTER TABLE new.c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES new.p " + onDelete);
		return this;
	}

	/** Makes Blue's values unique in Green. */
	public Family unique() throws SQLException {
		green("CREATE UNIQUE INDEX one_v ON new.p (v)");
		return this;
	}

	public void blue(String... statements) throws SQLException {
		this.stores.inBlue().run(statements);
	}

	public void green(String... statements) throws SQLException {
		this.stores.inGreen().run(statements);
	}

	public List<@Nullable String> inGreen(String query) throws SQLException {
		return this.stores.inGreen().list(query);
	}

	/** The verdict of a command, whatever it is. */
	public JsonNode verify(String... options) throws Exception {
		Program.Outcome outcome = run("verify", options);
		assertThat(outcome.out()).as(outcome.err()).contains("\"answer\"");
		return outcome.json();
	}

	/** A repair that gives an answer. */
	public JsonNode repair(String... options) throws Exception {
		Program.Outcome outcome = run("repair", options);
		assertThat(outcome.out()).as(outcome.err()).contains("\"answer\"");
		assertThat(outcome.code()).as(outcome.out())
			.isEqualTo(outcome.json().get("answer").asString().equals("COMPLETE") ? 0 : 4);
		return outcome.json();
	}

	/** Any command, with its answer in JSON. */
	public Program.Outcome run(String command, String... options) throws Exception {
		return this.program
			.run(Stream.concat(Stream.of(command, "--output=json"), Stream.of(options)).toArray(String[]::new));
	}

	public void succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	/** Both sides have the same rows. */
	public void isEqual() throws SQLException {
		List<String> columns = new ArrayList<>(List.of("p", "c"));
		for (String table : columns) {
			String names = String.join(", ", this.stores.inGreen()
				.list("SELECT attname FROM pg_attribute WHERE attrelid = 'new.%s'::regclass AND attnum > 0 AND NOT attisdropped"
					.formatted(table)));
			assertThat(inGreen("SELECT (%s)::text FROM new.%s ORDER BY id".formatted(names, table)))
				.containsExactlyElementsOf(
						this.stores.inBlue().list("SELECT (%s)::text FROM old.%s ORDER BY id".formatted(names, table)));
		}
	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
