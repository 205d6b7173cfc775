package io.bluegreen.jobs.verify;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cannot be told is never a MATCH.
 */
class IncompleteTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private Pairs pairs() throws Exception {
		return new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, kind text, n text",
					"SELECT i, CASE i % 2 WHEN 0 THEN 'even' ELSE 'odd' END, i::text FROM generate_series(1, 2000) i")
			.with("t", "      totals: {group-by: [kind], sum: [id]}\n")
			.create();
	}

	private static void view(Pairs pairs, String query) throws Exception {
		pairs.sql().run("CREATE OR REPLACE VIEW old.t_as_green AS " + query);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void rowsThatTheViewDropsOrRepeatsAreCounted(String how) throws Exception {
		Pairs pairs = pairs();
		view(pairs, "SELECT * FROM (SELECT * FROM old.t WHERE id NOT BETWEEN 1 AND 1000) t");
		pairs.sql().run("DELETE FROM new.t WHERE id BETWEEN 1 AND 1000");
		JsonNode dropped = pairs.verify(how, "--settle=0s");
		assertThat(dropped.get("answer").asString()).as(dropped.toString()).isEqualTo("INCOMPLETE");
		assertThat(dropped.get("reasons").toString()).contains("the view shows 1000 rows where its source has 2000");

		pairs.copy("t");
		view(pairs, "SELECT t.* FROM old.t CROSS JOIN generate_series(1, CASE id WHEN 7 THEN 3 ELSE 1 END)");
		JsonNode repeated = pairs.verify(how, "--settle=0s");
		assertThat(repeated.get("answer").asString()).as(repeated.toString()).isEqualTo("INCOMPLETE");
		assertThat(repeated.get("reasons").toString()).contains("shows 2002 rows",
				"2 rows with a key that it has shown");

		view(pairs, "SELECT * FROM old.t");
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE new.heir (PRIMARY KEY (id)) INHERITS (new.t)",
					"INSERT INTO new.heir SELECT * FROM ONLY new.t WHERE id = 7");
		JsonNode inherited = pairs.verify(how, "--settle=0s");
		assertThat(inherited.get("answer").asString()).as(inherited.toString()).isEqualTo("INCOMPLETE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--checksum", "--exact" })
	void rowsThatTheViewCannotEvaluateAreNamedAndAllOthersCompared(String how) throws Exception {
		Pairs pairs = pairs();
		view(pairs, "SELECT id, kind, n::int::text AS n, row_version FROM old.t");
		pairs.sql()
			.run("UPDATE old.t SET n = 'marker' WHERE id IN (3, 500, 777, 1999)",
					"UPDATE new.t SET n = 'x' WHERE id IN (4, 501)", "DELETE FROM new.t WHERE id = 2000");
		JsonNode found = pairs.verify(how, "--settle=0s");
		assertThat(found.get("answer").asString()).isEqualTo("DIFFER");
		assertThat(found.get("mismatched").asInt()).as(found.toString()).isEqualTo(2);
		assertThat(found.get("missing").asInt()).isEqualTo(1);
		assertThat(found.get("scanned").asInt()).isEqualTo(1996);
		assertThat(found.get("reasons").toString())
			.contains("cannot evaluate 4 rows", "22P02", "(id): 3; 500; 777; 1999")
			.doesNotContain("marker");
		assertThat(pairs.sql().list("SELECT jsonb_path_query_array(reasons, '$[*].keys') FROM bluegreen.verdict"))
			.containsExactly("[[[\"2000\"], [\"4\"], [\"501\"]], [[\"3\"], [\"500\"], [\"777\"], [\"1999\"]]]");
		pairs.sql().run("UPDATE old.t SET n = 'marker'");
		JsonNode nothing = pairs.verify(how, "--settle=0s");
		assertThat(nothing.get("answer").asString()).isEqualTo("INCOMPLETE");
		assertThat(nothing.get("matching").asInt()).isZero();
	}

	@Test
	void rangeWhoseComparisonEndsItsSessionEachTimeIsNamed() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory, 1)
			.table("t", "id int PRIMARY KEY, n text", "SELECT i, i::text FROM generate_series(1, 4) i")
			.create();
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.deadly (id int)", """
					CREATE FUNCTION old.survived(row_id int) RETURNS int STABLE LANGUAGE plpgsql AS $$
					BEGIN
					    IF EXISTS (SELECT FROM old.deadly d WHERE d.id = row_id) THEN
					        EXECUTE 'SELECT pg_' || 'terminate_backend(pg_' || 'backend_pid())';
					    END IF;
					    RETURN row_id;
					END $$
					""", "GRANT SELECT ON old.deadly TO bluegreen_jobs",
					"GRANT EXECUTE ON FUNCTION old.survived(int) TO bluegreen_jobs");
		view(pairs, "SELECT id, CASE old.survived(id) WHEN id THEN n END AS n, row_version FROM old.t");
		assertThat(pairs.verify().get("answer").asString()).isEqualTo("MATCH");
		// Five sessions, one after the other, would take six seconds: each counts for
		// five, but for neighbours of the same claim.
		pairs.sql()
			.run("INSERT INTO old.deadly VALUES (3)",
					"""
							CREATE FUNCTION old.five_times() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
							BEGIN
							    INSERT INTO bluegreen.attempt (chunk_id, pid, backend_start)
							    SELECT new.chunk_id, new.pid, new.backend_start
							    FROM generate_series(1, 4), bluegreen.chunk c WHERE c.chunk_id = new.chunk_id AND c.from_key = '{2}';
							    RETURN NULL;
							END $$
							""",
					"CREATE TRIGGER five_times AFTER INSERT ON bluegreen.attempt FOR EACH ROW "
							+ "WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION old.five_times()");
		JsonNode found = pairs.verify();
		assertThat(found.get("answer").asString()).as(found.toString()).isEqualTo("INCOMPLETE");
		assertThat(found.get("matching").asInt()).isEqualTo(3);
		assertThat(found.get("reasons").toString()).contains("1 ranges could not be compared",
				"its only row is id = 3");
	}

	@Test
	void capOnDifferencesIsNoEndOfThem() throws Exception {
		Pairs pairs = pairs();
		pairs.program().setting("max-differences: 5");
		pairs.sql().run("UPDATE new.t SET n = 'x' WHERE id <= 100");
		JsonNode capped = pairs.verify("--settle=0s", "--workers=1");
		assertThat(capped.get("answer").asString()).isEqualTo("DIFFER");
		assertThat(capped.get("mismatched").asInt()).isEqualTo(5);
		assertThat(capped.get("matching").asInt()).isEqualTo(1900);
		assertThat(capped.get("reasons").toString()).contains("5 rows differ", "95 more rows were not equal");
	}

	@Test
	void evidenceThatChangedMeanwhileVoidsTheVerdict() throws Exception {
		Pairs pairs = pairs();
		// The row that is waited for settles only when the table below it was changed.
		pairs.sql().run("INSERT INTO new.t SELECT 3000, kind, n, row_version FROM new.t WHERE id = 1");
		JsonNode truncated = during(pairs, "TRUNCATE old.t", "TRUNCATE new.t");
		assertThat(truncated.get("answer").asString()).isNotEqualTo("MATCH");
		assertThat(truncated.get("reasons").toString()).contains("truncated or rewritten");
	}

	@Test
	void mappingThatWasReplacedMeanwhileVoidsTheVerdict() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("INSERT INTO new.t SELECT 3000, kind, n, row_version FROM new.t WHERE id = 1");
		JsonNode replaced = during(pairs,
				"CREATE OR REPLACE VIEW old.t_as_green AS SELECT id, upper(kind) AS kind, n, row_version FROM old.t",
				"DELETE FROM new.t WHERE id = 3000");
		assertThat(replaced.get("answer").asString()).as(replaced.toString()).isEqualTo("INCOMPLETE");
		assertThat(replaced.get("reasons").toString()).contains("the mapping was replaced");
	}

	@Test
	void databaseThatLostTheTokenOfThisVerdictMeanwhileVoidsIt() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("INSERT INTO new.t SELECT 3000, kind, n, row_version FROM new.t WHERE id = 1");
		JsonNode restored = during(pairs, "DELETE FROM bluegreen_track.token", "DELETE FROM new.t WHERE id = 3000");
		assertThat(restored.get("answer").asString()).as(restored.toString()).isEqualTo("INCOMPLETE");
		assertThat(restored.get("reasons").toString()).contains("Blue: ", "restored from an earlier copy");
	}

	/** Verifies, and runs statements once the first look is over. */
	private static JsonNode during(Pairs pairs, String... statements) throws Exception {
		try (Meanwhile meanwhile = Meanwhile.once(
				() -> pairs.sql().number("SELECT count(*) FROM bluegreen.difference WHERE state = 'candidate'") > 0,
				() -> pairs.sql().run(statements))) {
			return pairs.verify("--settle=10s");
		}
	}

	@Test
	void totalsShowWhichSideIsWrong() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("UPDATE new.t SET kind = NULL WHERE id = 2", "DELETE FROM new.t WHERE id = 3");
		JsonNode found = pairs.verify("--settle=0s");
		assertThat(found.get("totals").toString())
			.contains("{\"kind\":null,\"blue\":{\"rows\":0,\"id\":\"0\"},\"green\":{\"rows\":1,\"id\":\"2\"}}")
			.contains(
					"{\"kind\":\"odd\",\"blue\":{\"rows\":1000,\"id\":\"1000000\"},\"green\":{\"rows\":999,\"id\":\"999997\"}}");
		Program.Outcome text = pairs.program().run("verify", "--settle=0s");
		assertThat(text.out()).contains("totals: 0 groups equal, 3 not", "999997");
	}

	@Test
	void valuesAreShownOnRequestOnly() throws Exception {
		Pairs pairs = pairs();
		view(pairs, "SELECT id, kind, CASE WHEN id = 9 THEN n::int::text ELSE n END AS n, row_version FROM old.t");
		pairs.sql()
			.run("UPDATE old.t SET n = 'm4rker' WHERE id IN (5, 9)", "UPDATE new.t SET n = 'm4rker' WHERE id = 6",
					"INSERT INTO old.t VALUES (3000, 'odd', 'm4rker')",
					"INSERT INTO new.t VALUES (4000, 'odd', 'm4rker')");
		for (String how : new String[] { "--output=json", "--exact", "--verbose" }) {
			Program.Outcome quiet = pairs.program().run("verify", "--settle=0s", how);
			assertThat(quiet.code()).isEqualTo(3);
			assertThat(quiet.out() + quiet.err()).as(how).doesNotContain("m4rker");
		}
		assertThat(pairs.program().run("differences").out()).containsPattern("mismatched +id=6 +n ")
			.doesNotContain("m4rker");
		String control = String.join("\n", pairs.sql().list("""
				SELECT query_to_xml(format('SELECT * FROM %s', c.oid::regclass), true, false, '')::text
				FROM pg_class c WHERE c.relnamespace = 'bluegreen'::regnamespace AND c.relkind = 'r'
				"""));
		assertThat(control).contains("mismatched").doesNotContain("m4rker");
		assertThat(pairs.program().run("verify", "--settle=0s", "--show-values").out())
			.contains("n: blue 'm4rker', green '5'", "n: blue '6', green 'm4rker'", "n: blue no row, green 'm4rker'");
	}

}
