package io.bluegreen.jobs.preflight;

import java.nio.file.Path;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cannot come out right is refused with exit 2 and a sentence, before anything is
 * written.
 */
class PreflightTests {

	private static final String TABLE = """
			    t:
			      from: %s
			      source: {table: %s}
			      to: %s
			      version: row_version
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Pairs pairs() throws Exception {
		return new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n text, at timestamptz, other int",
					"SELECT i, i::text, now(), i FROM generate_series(1, 100) i")
			.create();
	}

	private static void refused(Pairs pairs, String... words) throws Exception {
		for (String command : new String[] { "verify", "backfill" }) {
			Program.Outcome outcome = pairs.program().run(command, "--output=json");
			assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains(words).doesNotContain("Exception", "\tat ");
			assertThat(outcome.json().get("error").get("code").asInt()).isEqualTo(2);
			assertThat(outcome.json().get("error").get("hint").asString()
					+ outcome.json().get("error").get("message").asString())
				.contains(words);
		}
		assertThat(pairs.sql().number("SELECT count(*) FROM bluegreen.plan")).as("nothing was written").isZero();
	}

	private static void view(Pairs pairs, String query) throws Exception {
		pairs.sql().run("CREATE OR REPLACE VIEW old.t_as_green AS " + query);
	}

	@Test
	void namesThatNothingHas() throws Exception {
		Pairs pairs = pairs();
		for (String name : new String[] { "old.none", "none.t", "a.b.c", "a.b.c.d", "old.", "'old.\"t'", "'; x'",
				"'old t'" }) {
			pairs.program().tables(TABLE.formatted(name, "old.t", "new.t"));
			refused(pairs, "t.from: no table or view", "SCHEMA.TABLE", "Blue");
			pairs.program().tables(TABLE.formatted("old.t_as_green", name, "new.t"));
			refused(pairs, "t.source.table: no table or view");
			pairs.program().tables(TABLE.formatted("old.t_as_green", "old.t", name));
			refused(pairs, "t.to: no table or view", "Green");
		}
		pairs.program().tables(TABLE.formatted("old.t_as_green", "old.t", "old.t_as_green"));
		refused(pairs, "t: old.t_as_green is not a table");
		for (String line : new String[] { "key: [none]", "key: ['a b']", "ignore: [none]", "totals: {sum: [none]}",
				"totals: {sum: [n]}" }) {
			pairs.with("t", "      " + line + "\n");
			Program.Outcome outcome = pairs.program().run("verify");
			assertThat(outcome.code()).as(line + outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains(line.startsWith("totals: {sum: [n]") ? "cannot be summed" : "column");
		}
		pairs.program().tables(TABLE.formatted("old.t_as_green", "old.t", "new.t").replace("row_version", "none"));
		refused(pairs, "t.version: new.t has no column none: it has id, n, at, other, row_version");
	}

	@Test
	void keysThatAreNone() throws Exception {
		Pairs pairs = pairs();
		pairs.with("t", "      key: [other]\n");
		refused(pairs, "(other) is no key of new.t", "unique index");
		pairs.sql()
			.run("CREATE UNIQUE INDEX ON new.t (other) WHERE id > 0", "CREATE UNIQUE INDEX ON new.t ((other + 0))",
					"ALTER TABLE new.t ADD UNIQUE (other) DEFERRABLE", "CREATE UNIQUE INDEX ON new.t (other, n)");
		refused(pairs, "(other) is no key of new.t");
		pairs.sql().run("CREATE UNIQUE INDEX ON new.t (other)");
		refused(pairs, "(other) is no key of new.t");
		pairs.sql().run("ALTER TABLE new.t ALTER other SET NOT NULL");
		refused(pairs, "(other) is no key of old.t that fits (other)", "t.source.key");
		pairs.with("t", "");
		pairs.sql().run("ALTER TABLE new.t DROP CONSTRAINT t_pkey");
		refused(pairs, "new.t has no primary key", "t.key");
	}

	@Test
	void shapesThatDisagree() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("ALTER TABLE new.t ADD extra int");
		refused(pairs, "disagree in column names, order or types", "only in new.t: extra integer", "t.ignore");
		pairs.sql().run("ALTER TABLE new.t DROP extra", "ALTER TABLE new.t ALTER other TYPE bigint");
		refused(pairs, "only in old.t_as_green: other integer; only in new.t: other bigint");
		pairs.sql()
			.run("DROP VIEW old.t_as_green",
					"CREATE VIEW old.t_as_green AS SELECT id, n, at, row_version, other::bigint FROM old.t");
		pairs.sql().run("GRANT SELECT ON old.t_as_green TO bluegreen_jobs");
		refused(pairs, "the same columns stand in another order");
	}

	@Test
	void collationsOfAKeyThatDiffer() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id text PRIMARY KEY", "VALUES ('a'), ('B')")
			.create();
		pairs.sql().run("ALTER TABLE new.t ALTER id TYPE text COLLATE \"C\"");
		refused(pairs, "old.t_as_green.id has the collation", "Green's id has pg_catalog.\"C\"",
				"ALTER Green's column");
	}

	@Test
	void viewsThatMoveAPartOfATableOrSeveral() throws Exception {
		Pairs pairs = pairs();
		view(pairs, "SELECT id, n, at, other, row_version FROM old.t WHERE n <> '\\ {('");
		refused(pairs, "old.t_as_green leaves rows out by WHERE", "move the whole table");
		view(pairs, "SELECT id, n, at, other, row_version FROM old.t LIMIT 10000");
		refused(pairs, "old.t_as_green leaves rows out by LIMIT");
		view(pairs,
				"SELECT id, n, at, other, row_version FROM old.t UNION ALL SELECT -id, n, at, other, row_version FROM old.t");
		refused(pairs, "old.t_as_green puts several tables together", "a Green table of its own");
		view(pairs, "SELECT DISTINCT id, n, at, other, row_version FROM old.t");
		refused(pairs, "old.t_as_green makes one row of several");
		view(pairs, "SELECT id, unnest(ARRAY[n, n]) AS n, at, other, row_version FROM old.t");
		refused(pairs, "old.t_as_green makes several rows of one", "split them in Green");
		pairs.sql().run("SET ROLE legacy_owner", "CREATE VIEW old.part AS SELECT * FROM old.t WHERE id > 5");
		view(pairs, "SELECT id, n, at, other, row_version FROM old.part");
		refused(pairs, "old.t_as_green leaves rows out by WHERE");
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.names (n text PRIMARY KEY, live boolean)",
					"CREATE VIEW old.live_names AS SELECT n FROM old.names WHERE live");
		view(pairs, "SELECT id, t.n, at, other, row_version FROM old.t LEFT JOIN old.live_names l ON l.n = t.n");
		assertThat(pairs.program().run("verify", "--settle=0s").code()).as("lookups may be filtered").isZero();
	}

	@Test
	void viewsThatDoNotSayTheSameAtEveryLook() throws Exception {
		Pairs pairs = pairs();
		String query = "SELECT id, %s AS n, at, other, row_version FROM old.t";
		for (String wayward : new String[] { "random()::text", "now()::text", "CURRENT_TIMESTAMP::text",
				"clock_timestamp()::text", "CURRENT_USER::text COLLATE pg_catalog.\"default\"",
				"current_setting('TimeZone')" }) {
			view(pairs, query.formatted(wayward));
			refused(pairs, "old.t_as_green cannot be compared", "write the view with immutable expressions");
		}
		pairs.sql()
			.run("CREATE FUNCTION old.f() RETURNS text LANGUAGE sql STABLE AS 'SELECT now()::text'",
					"CREATE FUNCTION old.g() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT old.f()'",
					"CREATE FUNCTION old.h() RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN current_timestamp; END'",
					"CREATE FUNCTION old.i() RETURNS text LANGUAGE sql STABLE RETURN now()::text",
					"CREATE FUNCTION old.j() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x'' -- not now()'",
					"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA old TO bluegreen_jobs");
		for (String hidden : new String[] { "old.f()", "old.g()", "old.h()", "old.i()" }) {
			view(pairs, query.formatted(hidden));
			refused(pairs, "old.t_as_green cannot be compared");
		}
		view(pairs, query.formatted("at::text"));
		refused(pairs, "answers differently under another TimeZone", "AT TIME ZONE 'UTC'");
		view(pairs, query.formatted("(SELECT random()::text FROM old.t LIMIT 1)"));
		refused(pairs, "random() is volatile");
		view(pairs,
				"SELECT id, v.n, at, other, row_version FROM old.t, LATERAL (SELECT md5(random()::text) AS n OFFSET 0) v");
		refused(pairs, "random() is volatile");
		view(pairs, query.formatted("old.j()"));
		assertThat(pairs.program().run("verify", "--settle=0s").code()).isEqualTo(3);
	}

	@Test
	void privilegesThatAreMissing() throws Exception {
		Pairs pairs = pairs();
		String[][] cases = { { "USAGE ON SCHEMA old", "use the schema of old.t_as_green" },
				{ "SELECT ON old.t_as_green", "SELECT old.t_as_green" }, { "SELECT ON old.t", "SELECT old.t" },
				{ "USAGE ON SCHEMA new", "use the schema of new.t" }, { "INSERT ON new.t", "INSERT new.t" },
				{ "DELETE ON new.t", "DELETE new.t" }, { "USAGE ON SCHEMA bluegreen", "may not use schema bluegreen" },
				{ "UPDATE ON bluegreen.chunk", "may not use schema bluegreen" },
				{ "USAGE ON SCHEMA bluegreen_track", "may not use schema bluegreen_track" },
				{ "SELECT ON bluegreen_track.log_old_t", "may not use schema bluegreen_track" } };
		for (String[] lacking : cases) {
			pairs.sql().run("REVOKE " + lacking[0] + " FROM bluegreen_jobs");
			refused(pairs, lacking[1], "GRANT ", " TO bluegreen_jobs", "bluegreen.jobs-role");
			pairs.sql().run("GRANT " + lacking[0] + " TO bluegreen_jobs");
		}
		pairs.sql().run("ALTER TABLE old.t ENABLE ROW LEVEL SECURITY");
		refused(pairs, "row security of old.t would hide rows", "BYPASSRLS");
		pairs.sql().run("ALTER TABLE old.t DISABLE ROW LEVEL SECURITY");
		assertThat(pairs.program().run("verify").code()).isZero();
	}

	@Test
	void trackingThatIsMissingOrDisabled() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("ALTER TABLE old.t DISABLE TRIGGER zz_bluegreen_change");
		refused(pairs, "the tracking of old.t is disabled: trigger zz_bluegreen_change", "bluegreen track old.t",
				"--new");
		pairs.sql().run("DELETE FROM bluegreen_track.tracked WHERE relation = 'old.t'::regclass");
		refused(pairs, "old.t is not tracked", "bluegreen track old.t");
		pairs.program()
			.tables(TABLE.formatted("old.t_as_green", "old.t", "new.t").replace("      source: {table: old.t}\n", ""));
		refused(pairs, "the table below old.t_as_green is not named", "t.source.table");
	}

	@Test
	void controlSchemaThatIsMissingOrOfAnotherVersion() throws Exception {
		Pairs pairs = pairs();
		pairs.sql()
			.run("INSERT INTO bluegreen.control_history SELECT 1000, '1000', description, type, script, checksum, installed_by, now(), 1, true FROM bluegreen.control_history WHERE version = '1'");
		refused(pairs, "the control schema in Green has version 1000", "bluegreen migrate");
		pairs.sql().run("DROP SCHEMA bluegreen CASCADE");
		for (String command : new String[] { "verify", "backfill", "status", "chunks", "differences" }) {
			Program.Outcome outcome = pairs.program().run(command);
			assertThat(outcome.code()).as(command + outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains("Green has no control schema", "bluegreen migrate");
		}
	}

	@Test
	void keysThatNoIndexReads() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("DELETE FROM old.t");
		view(pairs, "SELECT id + 0 AS id, n, at, other, row_version FROM old.t");
		refused(pairs, "a range of (id) of old.t_as_green cannot be read by an index",
				"pass the key through unchanged");
		// The index condition of a joined table is not the key's.
		pairs.sql().run("SET ROLE legacy_owner", "CREATE TABLE old.names (n text PRIMARY KEY)");
		view(pairs, "SELECT id + 0 AS id, n, at, other, row_version FROM old.t JOIN old.names USING (n)");
		refused(pairs, "a range of (id) of old.t_as_green cannot be read by an index");
	}

	@Test
	void triggersThatMayAlterRows() throws Exception {
		Pairs pairs = pairs();
		pairs.sql()
			.run("CREATE FUNCTION new.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
					"CREATE TRIGGER meddler BEFORE INSERT ON new.t FOR EACH ROW EXECUTE FUNCTION new.f()");
		refused(pairs, "trigger meddler of new.t may alter", "triggers: allow");
		pairs.with("t", "      triggers: allow\n");
		assertThat(pairs.program().run("verify").code()).isZero();
	}

	@Test
	void identityThatNoUpdateCanSet() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("SET ROLE legacy_owner", "ALTER TABLE new.t ADD s bigint GENERATED ALWAYS AS IDENTITY");
		view(pairs, "SELECT id, n, at, other, row_version, id::bigint AS s FROM old.t");
		pairs.sql().run("SET ROLE legacy_owner", "ALTER TABLE new.t ALTER s SET GENERATED BY DEFAULT");
		assertThat(pairs.program().run("verify").code()).isZero();
	}

}
