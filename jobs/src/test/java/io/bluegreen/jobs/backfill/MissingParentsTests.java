package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows whose parents are in another chunk, another table, or nowhere.
 */
class MissingParentsTests {

	/**
	 * Parents of rows of the first chunk are in the last one, and the other way round.
	 */
	private static final String TREES = """
			INSERT INTO old.a SELECT i, CASE WHEN i <= 100 AND i % 2 = 0 THEN i + 900
			                                 WHEN i > 900 AND i % 2 = 1 THEN i - 900 END
			FROM generate_series(1, 1000) i
			""";

	@TempDir
	Path directory;

	private Program program(Stores stores, String settings, String... tables) throws Exception {
		stores.inBlue().run("SET ROLE legacy_owner", "CREATE SCHEMA old");
		for (String table : tables) {
			stores.inBlue()
				.run("SET ROLE legacy_owner",
						"CREATE TABLE old.%s (id bigint PRIMARY KEY, parent bigint)".formatted(table));
		}
		Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 100")
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables(Arrays.stream(tables).map((table) -> """
					    %1$s:
					      from: old.%1$s
					      to: new.%1$s
					      %2$s
					""".formatted(table, settings.formatted(table))).collect(Collectors.joining()));
		if (settings.contains("version")) {
			succeeds(program
				.runAsOwner(Stream.concat(Stream.of("track"), Arrays.stream(tables).map((table) -> "old." + table))
					.toArray(String[]::new)));
		}
		stores.inGreen().run("SET ROLE legacy_owner", "CREATE SCHEMA new");
		for (String table : tables) {
			stores.inGreen()
				.run("SET ROLE legacy_owner", "CREATE TABLE new.%s (id bigint PRIMARY KEY, parent bigint%s)"
					.formatted(table, settings.contains("version") ? ", row_version bigint NOT NULL" : ""));
		}
		return program;
	}

	private static final String VERSIONED = "version: row_version\n      source: {table: old.%s}";

	private static Program.Outcome succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		return outcome;
	}

	private static void areEqual(Stores stores, String... tables) throws Exception {
		for (String table : tables) {
			String rows = "SELECT (id, parent)::text FROM %s." + table + " ORDER BY id";
			assertThat(stores.inGreen().list(rows.formatted("new")))
				.containsExactlyElementsOf(stores.inBlue().list(rows.formatted("old")));
		}
	}

	private static String points(String child, String parent) {
		return "ALTER TABLE new.%1$s ADD CONSTRAINT %1$s_of_%2$s FOREIGN KEY (parent) REFERENCES new.%2$s"
			.formatted(child, parent);
	}

	@EitherTopology
	void treesWithinATableArriveThoughTheirChunksNeedOneAnother(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 0)) {
			Program program = program(stores, VERSIONED, "a");
			stores.inBlue().run(TREES);
			stores.inGreen().run(points("a", "a"));
			succeeds(program.runAsOwner("migrate"));
			succeeds(program.run("backfill"));
			areEqual(stores, "a");
			assertThat(stores.inGreen().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isZero();
		}
	}

	@Test
	void treesArriveWithoutAVersionAsWell() throws Exception {
		try (Stores stores = Migrated.stores(Where.ONE_DATABASE, 0)) {
			Program program = program(stores, "overwrite: blue-wins", "a");
			stores.inBlue().run(TREES);
			stores.inGreen().run(points("a", "a"));
			succeeds(program.runAsOwner("migrate"));
			succeeds(program.run("backfill"));
			areEqual(stores, "a");
		}
	}

	@Test
	void chainAgainstTheOrderOfTheKeyArrives() throws Exception {
		try (Stores stores = Migrated.stores(Where.ONE_DATABASE, 0)) {
			Program program = program(stores, VERSIONED, "a");
			stores.inBlue().run("INSERT INTO old.a SELECT i, nullif(i + 1, 3001) FROM generate_series(1, 3000) i");
			stores.inGreen().run(points("a", "a"));
			succeeds(program.runAsOwner("migrate"));
			succeeds(program.run("backfill", "--chunk-rows=1200"));
			areEqual(stores, "a");
		}
	}

	@EitherTopology
	void tablesThatPointAtEachOtherArrive(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 0)) {
			Program program = program(stores, VERSIONED, "a", "b");
			stores.inBlue()
				.run("INSERT INTO old.a SELECT i, CASE i % 2 WHEN 0 THEN i END FROM generate_series(1, 300) i",
						"INSERT INTO old.b SELECT i, i - 1 FROM generate_series(2, 300) i");
			stores.inGreen().run(points("a", "b"), points("b", "a"));
			succeeds(program.runAsOwner("migrate"));
			succeeds(program.run("backfill"));
			areEqual(stores, "a", "b");
		}
	}

	@EitherTopology
	void rowsThatNeedOneAnotherArriveWhereGreenLetsForeignKeysBeDeferred(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 0)) {
			Program program = program(stores, VERSIONED, "a", "b");
			stores.inBlue()
				.run("INSERT INTO old.a SELECT i, i FROM generate_series(1, 300) i",
						"INSERT INTO old.b SELECT i, i FROM generate_series(1, 299) i");
			stores.inGreen().run(points("a", "b") + " DEFERRABLE", points("b", "a") + " DEFERRABLE");
			succeeds(program.runAsOwner("migrate"));
			Program.Outcome backfill = program.run("backfill", "--output=json");
			assertThat(backfill.code()).as(backfill.err()).isEqualTo(4);
			assertThat(backfill.json().get("tables").get(0).get("rejected").asLong()).isEqualTo(1);
			assertThat(stores.inGreen().number("SELECT count(*) FROM new.a")).isEqualTo(299);
			assertThat(stores.inGreen().number("SELECT count(*) FROM new.b")).isEqualTo(299);
		}
	}

	@EitherTopology
	void orphanIsNamedAllOthersArriveAndItComesAfterItsParent(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 0)) {
			Program program = program(stores, VERSIONED, "a");
			stores.inBlue()
				.run(TREES, "UPDATE old.a SET parent = 5000 WHERE id = 650",
						"UPDATE old.a SET parent = 650 WHERE id = 50");
			stores.inGreen().run(points("a", "a"));
			succeeds(program.runAsOwner("migrate"));
			Program.Outcome backfill = program.run("backfill");
			assertThat(backfill.code()).as(backfill.err()).isEqualTo(4);
			assertThat(stores.inGreen().number("SELECT count(*) FROM new.a")).isEqualTo(998);
			assertThat(program.run("rejects").out()).contains("id=650 ", "id=50 ",
					"foreign key violated (23503): constraint a_of_a, table new.a");
			stores.inBlue().run("INSERT INTO old.a VALUES (5000, NULL)");
			succeeds(program.run("reconcile"));
			areEqual(stores, "a");
			succeeds(program.run("backfill"));
			assertThat(stores.inGreen().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isZero();
		}
	}

	@Test
	void functionWhoseOwnStatementsCannotRunIsNamedAndNothingIsTriedAgain() throws Exception {
		try (Stores stores = Migrated.stores(Where.ONE_DATABASE, 0)) {
			Program program = program(stores, VERSIONED, "a");
			stores.inBlue().run(TREES);
			stores.inGreen().run("SET ROLE legacy_owner", "CREATE TABLE new.seen (id bigint)", """
					CREATE FUNCTION new.note(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
					BEGIN
					    EXECUTE 'SELECT FROM seen';
					    RETURN true;
					END $$
					""", "ALTER TABLE new.a ADD CHECK (new.note(id))");
			succeeds(program.runAsOwner("migrate"));
			Program.Outcome backfill = program.run("backfill");
			assertThat(backfill.code()).as(backfill.err()).isEqualTo(2);
			assertThat(backfill.err()).contains("new.a", "function new.note(bigint)", "42P01", "SET search_path")
				.doesNotContain("the same command resumes");
		}
	}

}
