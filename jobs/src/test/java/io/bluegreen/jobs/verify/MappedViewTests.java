package io.bluegreen.jobs.verify;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a view may show, and what a verdict says it did not compare.
 */
class MappedViewTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private Pairs pairs(int rows) throws Exception {
		return new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, i FROM generate_series(1, %d) i".formatted(rows))
			.create();
	}

	private static void withoutSource(Pairs pairs, String lines) {
		pairs.program().tables("""
				    t:
				      from: old.t_as_green
				      to: new.t
				      overwrite: blue-wins
				""" + lines);
	}

	private static void view(Pairs pairs, String query) throws Exception {
		pairs.sql().run("SET ROLE legacy_owner", "CREATE OR REPLACE VIEW old.t_as_green AS " + query);
	}

	@Test
	void keyOfAnotherTableIsRefusedSinceARowMayHaveNone() throws Exception {
		Pairs pairs = pairs(100);
		pairs.with("t", "      static: [old.names]\n");
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.names (id int PRIMARY KEY)",
					"INSERT INTO old.names SELECT id FROM old.t WHERE id <> 7", "DELETE FROM new.t WHERE id = 7");
		view(pairs, "SELECT k.id, t.n, t.row_version FROM old.t LEFT JOIN old.names k ON k.id = t.id");
		Program.Outcome outcome = pairs.program().run("verify", "--settle=0s");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
		assertThat(outcome.err()).contains("old.t_as_green.id is not old.t.id");
	}

	/**
	 * With 100 rows in a range the row without a key is where the first one would end.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 30, 100, 500 })
	void rowWithoutAKeyLiesInNoRangeAndIsToldOf(int chunkRows) throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory, chunkRows)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, i FROM generate_series(1, 100) i")
			.create();
		withoutSource(pairs, "      static: [old.names, old.t]\n");
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.names (id int PRIMARY KEY)",
					"INSERT INTO old.names SELECT id FROM old.t WHERE id <> 7", "DELETE FROM new.t");
		view(pairs, "SELECT k.id, t.n, t.row_version FROM old.t LEFT JOIN old.names k ON k.id = t.id");
		Program.Outcome outcome = pairs.program().run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains("old.t_as_green shows 1 rows without a key (id)");
		assertThat(pairs.sql().number("SELECT count(*) FROM new.t")).isEqualTo(99);
		JsonNode verdict = pairs.verify();
		assertThat(verdict.get("answer").asString()).isEqualTo("INCOMPLETE");
		assertThat(verdict.get("reasons").toString()).contains("shows 1 rows without a key (id)")
			.doesNotContain("its source has");

		pairs.sql().run("INSERT INTO old.names VALUES (7)");
		assertThat(pairs.program().run("backfill", "--new").code()).isZero();
		assertThat(pairs.verify().get("answer").asString()).isEqualTo("MATCH");
	}

	@Test
	void rowWhoseJoinFindsNoPartnerIsMissedOnBothSides() throws Exception {
		Pairs pairs = pairs(100);
		pairs.with("t", "      static: [old.names]\n");
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.names (id int PRIMARY KEY)",
					"INSERT INTO old.names SELECT id FROM old.t WHERE id <> 7",
					"GRANT SELECT ON old.names TO bluegreen_jobs", "DELETE FROM new.t WHERE id = 7");
		view(pairs, "SELECT t.id, t.n, t.row_version FROM old.t JOIN old.names USING (id)");
		for (String how : new String[] { "--checksum", "--exact" }) {
			JsonNode verdict = pairs.verify(how);
			assertThat(verdict.get("answer").asString()).as(verdict.toString()).isEqualTo("INCOMPLETE");
			assertThat(verdict.get("reasons").toString()).contains("shows 99 rows where its source has 100");
		}
	}

	@Test
	void partOfAKeyThatIsNullIsToldOfAsWell() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory, 3)
			.table("t", "a int, b int, PRIMARY KEY (a, b)", "SELECT i % 5, i FROM generate_series(1, 20) i")
			.create();
		withoutSource(pairs, "");
		view(pairs, "SELECT nullif(a, 4) AS a, nullif(b, 7) AS b, row_version FROM old.t");
		pairs.sql().run("CREATE INDEX ON old.t (nullif(a, 4), nullif(b, 7))", "DELETE FROM new.t");
		Program.Outcome outcome = pairs.program().run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains("shows 5 rows without a key (a, b)");
		assertThat(pairs.sql().number("SELECT count(*) FROM new.t")).isEqualTo(15);
	}

	@ParameterizedTest
	@CsvSource({ "SELECT n FROM rates, needs a search_path that the jobs do not set",
			"SELECT CASE WHEN to_regclass('rates') IS NULL THEN 1 ELSE 2 END, answers differently under another" })
	void viewThatDependsOnTheSearchPathIsRefused(String body, String why) throws Exception {
		Pairs pairs = pairs(100);
		pairs.sql()
			.run("CREATE TABLE public.rates (n int)", "INSERT INTO public.rates VALUES (1)",
					"GRANT SELECT ON public.rates TO bluegreen_jobs, legacy_owner",
					"CREATE FUNCTION old.rate() RETURNS int LANGUAGE sql STABLE AS $$ %s $$".formatted(body),
					"GRANT EXECUTE ON FUNCTION old.rate() TO bluegreen_jobs",
					"GRANT USAGE ON SCHEMA public TO bluegreen_jobs");
		view(pairs, "SELECT id, n * old.rate() AS n, row_version FROM old.t");
		for (String command : new String[] { "backfill", "verify" }) {
			Program.Outcome outcome = pairs.program().run(command);
			assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains("old.t_as_green", why);
		}
	}

	@Test
	void verdictListsTheColumnsThatItDidNotCompare() throws Exception {
		Pairs pairs = pairs(100);
		pairs.sql().run("ALTER TABLE new.t ADD migrated_at timestamptz DEFAULT now(), ADD \"By whom\" text");
		pairs.with("t", "      ignore: [migrated_at, '\"By whom\"']\n");
		pairs.sql().run("UPDATE new.t SET \"By whom\" = 'somebody' WHERE id = 7");
		for (String how : new String[] { "--checksum", "--exact" }) {
			JsonNode verdict = pairs.verify(how);
			assertThat(verdict.get("answer").asString()).isEqualTo("MATCH");
			assertThat(verdict.get("excludedColumns").toString()).isEqualTo("[\"migrated_at\",\"By whom\"]");
		}
		assertThat(pairs.program().run("verify").out()).contains("not compared: migrated_at, By whom");
	}

}
