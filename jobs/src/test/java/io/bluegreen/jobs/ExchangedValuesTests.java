package io.bluegreen.jobs;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows that exchange a value which Green wants to be unique, in one database and between
 * two.
 */
@Tag("slow")
class ExchangedValuesTests {

	@TempDir
	Path directory;

	@EitherTopology
	void backfillBringsThemWithinAChunkAndCountsThemOnce(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 12);
			table.green(UniqueTable.UNIQUE, "UPDATE new.t SET n = 7, row_version = row_version - 1 WHERE id = 13");
			var answer = table.backfill().json().get("tables").get(0);
			assertThat(answer.get("scanned").asLong()).isEqualTo(300);
			assertThat(answer.get("applied").asLong()).isEqualTo(3);
			table.isEqual();
			assertThat(table.stores().inGreen().list("SELECT kept FROM new.t WHERE id IN (11, 12) ORDER BY id"))
				.as("what only Green has")
				.containsExactly("kept 11", "kept 12");
		}
	}

	@ParameterizedTest
	@CsvSource({ "ONE_DATABASE, ''", "TWO_DATABASES, ''", "ONE_DATABASE, DEFERRABLE", "TWO_DATABASES, DEFERRABLE" })
	void backfillBringsThemAcrossChunksThoughNoLogNamesThem(Where where, String deferrable) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 212);
			table.green("ALTER TABLE new.t ADD UNIQUE (v) " + deferrable);
			assertThat(table.backfill("--workers=1").json().get("tables").get(0).get("applied").asLong())
				.as("the row of the other chunk is not this one's")
				.isEqualTo(1);
			table.isEqual();
		}
	}

	@EitherTopology
	void ringOfThreeIsBrought(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 12, 250);
			table.green(UniqueTable.UNIQUE);
			table.backfill();
			table.isEqual();
		}
	}

	/**
	 * The first worker is held at the ring's second row while it has the lock of the
	 * first, for which the second one waits.
	 */
	@EitherTopology
	void ringThatTwoWorkersMoveLosesNoRow(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(5, 12, 250);
			table.green(UniqueTable.UNIQUE);
			Running backfill;
			try (Locks holder = new Locks(table.stores().green(), "SELECT FROM new.t WHERE id = 12 FOR UPDATE")) {
				backfill = Running.start(table.program(), "backfill", "--new", "--workers=2");
				holder.awaitWaiters(2);
				holder.rollback();
			}
			Program.Outcome outcome = backfill.end();
			assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
			table.isEqual();
		}
	}

	@EitherTopology
	void reconcileBringsARowOfARingAndTheOthersThatItsLogDoesNotName(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 12, 250);
			table.green(UniqueTable.UNIQUE);
			table.blue("UPDATE old.t SET n = 2 WHERE id = 12");
			var answer = table.reconcile().json().get("tables").get(0);
			assertThat(answer.get("changes").asLong()).isEqualTo(1);
			assertThat(answer.get("applied").asLong()).as("of the changed rows").isEqualTo(1);
			table.isEqual();
		}
	}

	@EitherTopology
	void manyPairsArePartedIntoClosures(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.blue("INSERT INTO old.t SELECT i, 'v' || i, 1 FROM generate_series(301, 2600) i");
			table.reconcile();
			table.green(UniqueTable.UNIQUE);
			table.blue("UPDATE old.t SET v = 'v' || (id + CASE id % 2 WHEN 1 THEN 1 ELSE -1 END)");
			table.backfill("--chunk-rows=5000");
			table.isEqual();
		}
	}

	@EitherTopology
	void rowThatIsGoneMakesWayForAChain(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE);
			table.blue("DELETE FROM old.t WHERE id = 12",
					"UPDATE old.t SET v = CASE id WHEN 11 THEN 'v12' ELSE 'v11' END WHERE id IN (11, 13)");
			table.reconcile();
			table.isEqual();
		}
	}

	@EitherTopology
	void nextLivesExchangeThemThoughTheirVersionsAreLower(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE, "UPDATE new.t SET row_version = 2 * row_version WHERE id IN (11, 12)");
			table.blue("DELETE FROM old.t WHERE id IN (11, 12)",
					"INSERT INTO old.t VALUES (11, 'v12', 2), (12, 'v11', 2)");
			table.reconcile();
			table.isEqual();
		}
	}

	/**
	 * 11 takes what 12 had, and 12 what 11 had, as the index sees it. (Before that 11 has
	 * what 12 will have, in small letters.)
	 */
	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', delimiter = ';', textBlock = """
			ONE_DATABASE;  (lower(v));              'V12'; 'V11'; 'v9999', 1
			TWO_DATABASES; (lower(v));              'V12'; 'V11'; 'v9999', 1
			ONE_DATABASE;  (v COLLATE new.ci);      'V12'; 'V11'; 'v9999', 1
			TWO_DATABASES; (v COLLATE new.ci);      'V12'; 'V11'; 'v9999', 1
			ONE_DATABASE;  (v) WHERE n > 0;         'v12'; 'v11'; 'v12', 0
			TWO_DATABASES; (v) WHERE n > 0;         'v12'; 'v11'; 'v12', 0
			ONE_DATABASE;  (v, n);                  'v12'; 'v11'; 'v12', 0
			TWO_DATABASES; (v, n);                  'v12'; 'v11'; 'v12', 0
			ONE_DATABASE;  (v);                     'v12'; NULL; NULL, 1
			TWO_DATABASES; (v);                     'v12'; NULL; NULL, 1
			ONE_DATABASE;  (v) NULLS NOT DISTINCT;  'v12'; NULL; 'v9999', 1
			TWO_DATABASES; (v) NULLS NOT DISTINCT;  'v12'; NULL; 'v9999', 1
			""")
	void theSameIsWhatTheIndexSaysItIs(Where where, String index, String of11, String of12, String bystander)
			throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green("CREATE COLLATION new.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
					"UPDATE new.t SET v = lower(%s), row_version = row_version - 1 WHERE id = 11".formatted(of12),
					"INSERT INTO new.t VALUES (9999, %s, 'of another row', 1)".formatted(bystander),
					"CREATE UNIQUE INDEX one_v ON new.t " + index);
			table.blue("UPDATE old.t SET v = CASE id WHEN 11 THEN %s ELSE %s END WHERE id IN (11, 12)".formatted(of11,
					of12));
			table.reconcile();
			table.green("DELETE FROM new.t WHERE id = 9999");
			table.isEqual();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			ONE_DATABASE;  EXCLUDE USING gist (int4range(substr(v, 2)::int, substr(v, 2)::int + 1) WITH &&)
			TWO_DATABASES; EXCLUDE USING gist (int4range(substr(v, 2)::int, substr(v, 2)::int + 1) WITH &&)
			ONE_DATABASE;  EXCLUDE (v WITH =) WHERE (n > 0)
			""")
	void whatAnExcludeForbidsIsExchangedAsWell(Where where, String exclude) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 12);
			table.pass(111, 212, 13);
			table.green("ALTER TABLE new.t ADD CONSTRAINT one_v " + exclude);
			table.backfill();
			table.isEqual();
			table.blue("UPDATE old.t SET v = CASE id WHEN 21 THEN 'v22' ELSE 'v21' END WHERE id IN (21, 22)",
					"DELETE FROM old.t WHERE id = 30", "UPDATE old.t SET v = 'v30' WHERE id = 20");
			table.reconcile();
			table.isEqual();
		}
	}

	@EitherTopology
	void childrenThatDoNotCascadeStayWhileTheirParentsExchangeValues(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.pass(11, 12);
			table.green(UniqueTable.UNIQUE, "CREATE TABLE new.c (id int REFERENCES new.t)",
					"INSERT INTO new.c VALUES (11), (12)");
			table.backfill();
			table.isEqual();
			assertThat(table.stores().inGreen().number("SELECT count(*) FROM new.c")).isEqualTo(2);
		}
	}

	@EitherTopology
	void rowsThatCollideThroughTheMappingAreRefusedByNameAndLeaveGreenAsItIs(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory, "lower(t.v)")) {
			table.green(UniqueTable.UNIQUE);
			table.blue("UPDATE old.t SET v = 'V12' WHERE id = 11");
			isRefused(table, List.of("11", "12"));
		}
	}

	@EitherTopology
	void rowThatBlueNeverKnewIsNotTakenAway(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE, "INSERT INTO new.t VALUES (9999, 'v9999', 1, 'kept', 1)");
			table.blue("UPDATE old.t SET v = 'v9999' WHERE id = 11");
			isRefused(table, List.of("11", "9999"));
		}
	}

	@EitherTopology
	void newerRowIsNotReplaced(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE, "UPDATE new.t SET row_version = 2 * row_version WHERE id = 12");
			table.blue("UPDATE old.t SET v = CASE id WHEN 11 THEN 'v12' ELSE 'v11' END WHERE id IN (11, 12)");
			isRefused(table, List.of("11", "12"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ONE_DATABASE  | CREATE TABLE new.c (id int REFERENCES new.t ON DELETE CASCADE)
			TWO_DATABASES | CREATE TABLE new.c (id int REFERENCES new.t ON DELETE CASCADE)
			ONE_DATABASE  | CREATE TABLE new.c (id int); \
			CREATE FUNCTION new.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM new.c; RETURN NULL; END'; \
			CREATE TRIGGER t AFTER DELETE ON new.t FOR EACH STATEMENT EXECUTE FUNCTION new.f()
			""")
	void childrenOfTheRowsStayAndTheRowsAreRefusedByName(Where where, String children) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE, children, "INSERT INTO new.c VALUES (11), (12)");
			table.blue("UPDATE old.t SET v = CASE id WHEN 11 THEN 'v12' ELSE 'v11' END WHERE id IN (11, 12)");
			isRefused(table, List.of("11", "12"));
			assertThat(table.stores().inGreen().number("SELECT count(*) FROM new.c")).isEqualTo(2);
		}
	}

	/** By backfill, and by reconcile, which leaves these rows alone as they were. */
	private static void isRefused(UniqueTable table, List<String> ids) throws Exception {
		String rows = "SELECT (t, xmin)::text FROM new.t WHERE id IN (%s) ORDER BY id"
			.formatted(String.join(", ", ids));
		List<@Nullable String> before = table.stores().inGreen().list(rows);
		for (String[] command : new String[][] { { "reconcile" }, { "backfill", "--new" } }) {
			Program.Outcome outcome = table.program().run(command);
			assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(4);
		}
		List<@Nullable String> after = table.stores().inGreen().list(rows);
		assertThat(after).isEqualTo(before);
		assertThat(table.stores().inGreen().list("SELECT error FROM bluegreen.changed_key"))
			.allSatisfy((error) -> assertThat(error).contains("23505", "constraint one_v"))
			.isNotEmpty();
		assertThat(table.program().run("rejects").out()).contains("23505", "constraint one_v");
	}

}
