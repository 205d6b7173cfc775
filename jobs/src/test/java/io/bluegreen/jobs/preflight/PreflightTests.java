package io.bluegreen.jobs.preflight;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.postgres.FreshDatabase;

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
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

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
		refused(pairs, "t.version: new.t has no column none", "name one of id, n, at, other, row_version");
	}

	@Test
	void allThatFailsIsRefusedAtOnceWhateverTableItIsOf() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("ALTER TABLE old.t DISABLE TRIGGER zz_bluegreen_change");
		pairs.program()
			.tables(TABLE.formatted("old.none", "old.t", "new.none")
					+ TABLE.formatted("old.t_as_green", "old.t", "old.t_as_green").replace("t:", "u:")
					+ TABLE.formatted("old.t_as_green", "old.t", "new.t").replace("t:", "v:"));
		refused(pairs, "3 conditions do not hold", "(1) t.from: no table or view old.none", "run `bluegreen migrate`",
				"(2) u: old.t_as_green is not a table", "(3) v: the tracking of old.t is disabled");
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
		pairs.with("t", "      static: [old.live_names]\n");
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
	void sampleIsBoundedByTheBytesOfItsRows() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n text, at timestamptz", """
					SELECT i, (SELECT string_agg(md5(concat(i, j)), '') FROM generate_series(1, 10000) j), now()
					FROM generate_series(1, 20) i
					""")
			.create();
		view(pairs, "SELECT id, CASE WHEN id = 10 THEN at::text ELSE n END AS n, at, row_version FROM old.t");
		assertThat(pairs.program().run("verify", "--settle=0s").code()).as("the middle is not read").isEqualTo(3);
		view(pairs, "SELECT id, CASE WHEN id = 20 THEN at::text ELSE n END AS n, at, row_version FROM old.t");
		assertThat(pairs.program().run("verify").code()).isEqualTo(2);
	}

	@Test
	void sampleThatPassedIsNotTakenAgainForADay() throws Exception {
		Pairs pairs = pairs();
		view(pairs, "SELECT id, CASE n WHEN 'x' THEN at::text ELSE n END AS n, at, other, row_version FROM old.t");
		assertThat(pairs.program().run("verify").code()).isZero();
		pairs.sql().run("UPDATE old.t SET n = 'x' WHERE id = 1");
		assertThat(pairs.program().run("verify", "--settle=0s").code()).isEqualTo(3);
		pairs.sql().run("UPDATE bluegreen.preflight SET passed_at = passed_at - interval '2 days'");
		assertThat(pairs.program().run("verify").err()).contains("answers differently under another TimeZone");
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
		for (String table : new String[] { "old.t", "new.t" }) {
			pairs.sql().run("ALTER TABLE %s ENABLE ROW LEVEL SECURITY".formatted(table));
			refused(pairs, "row security of %s would hide rows".formatted(table), "BYPASSRLS");
			pairs.sql().run("ALTER TABLE %s DISABLE ROW LEVEL SECURITY".formatted(table));
		}
		assertThat(pairs.program().run("verify").code()).isZero();
	}

	@Test
	void trackingThatIsMissingOrDisabled() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("ALTER TABLE old.t DISABLE TRIGGER zz_bluegreen_change");
		refused(pairs, "the tracking of old.t is disabled: trigger zz_bluegreen_change", "bluegreen track old.t",
				"`bluegreen verify t`");
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
		refused(pairs, "this program is older than the control schema in Green", "there is 1000");
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
		pairs.with("t", "      static: [old.names]\n");
		refused(pairs, "a range of (id) of old.t_as_green cannot be read by an index");
	}

	@Test
	void relationsThatAreReadAndNotTracked() throws Exception {
		Pairs pairs = pairs();
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE MATERIALIZED VIEW old.was AS SELECT * FROM old.t",
					"CREATE UNIQUE INDEX ON old.was (id)", "CREATE VIEW old.plain AS SELECT * FROM old.was",
					"CREATE TABLE old.names (n text PRIMARY KEY, name text)", "CREATE TABLE old.second (LIKE old.t)",
					"ALTER TABLE old.second ADD PRIMARY KEY (id)",
					"CREATE FUNCTION old.name(of text) RETURNS text STABLE LANGUAGE sql "
							+ "BEGIN ATOMIC SELECT name FROM old.names WHERE n = of; END",
					"GRANT SELECT ON old.was, old.plain, old.names, old.second TO bluegreen_jobs",
					"GRANT EXECUTE ON FUNCTION old.name(text) TO bluegreen_jobs");
		String columns = "SELECT t.id, t.n, t.at, t.other, t.row_version FROM old.%s t";
		view(pairs, columns.formatted("plain"));
		refused(pairs, "the materialized view old.was lies between old.t_as_green and its source old.t");
		pairs.with("t", "      static: [old.was]\n");
		refused(pairs, "t.static: old.was is old.t, or reads it");
		pairs.with("t", "");
		view(pairs, columns.formatted("second"));
		refused(pairs, "old.t_as_green does not read its source old.t");
		view(pairs, columns.formatted("t") + " LEFT JOIN old.names k ON k.n = t.n");
		refused(pairs, "old.t_as_green reads the table old.names besides its source",
				"add `static: [old.names]` under bluegreen.tables.t");
		view(pairs, "SELECT id, old.name(n) AS n, at, other, row_version FROM old.t");
		refused(pairs, "old.t_as_green reads the table old.names besides its source");
		view(pairs, columns.formatted("t"));
		for (String[] name : new String[][] { { "old.none", "t.static: no table or view old.none" },
				{ "old.names", "t.static: old.t_as_green does not read old.names" },
				{ "old.t", "t.static: old.t is old.t, or reads it" } }) {
			pairs.with("t", "      static: [%s]\n".formatted(name[0]));
			refused(pairs, name[1], "take it off that list");
		}
		view(pairs, columns.formatted("t") + " LEFT JOIN old.t other ON other.id = t.other");
		pairs.with("t", "");
		refused(pairs, "old.t_as_green reads old.t more than once");
		for (String[] from : new String[][] { { "old.was", "the materialized view old.was may show another state" },
				{ "old.second", "old.second is a table of its own, not its source old.t" } }) {
			pairs.program().tables(TABLE.formatted(from[0], "old.t", "new.t"));
			refused(pairs, from[1]);
		}
	}

	@Test
	void tablesThatAreForeign() throws Exception {
		Pairs pairs = pairs();
		String columns = "(id int NOT NULL, n text, at timestamptz, other int, row_version bigint NOT NULL)";
		pairs.sql()
			.run("CREATE EXTENSION file_fdw", "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
					"CREATE FOREIGN TABLE old.far %s SERVER files OPTIONS (filename '/dev/null')".formatted(columns),
					"CREATE FOREIGN TABLE new.far %s SERVER files OPTIONS (filename '/dev/null')".formatted(columns),
					"GRANT SELECT ON old.far, new.far TO bluegreen_jobs, legacy_owner");
		pairs.program().tables(TABLE.formatted("old.far", "old.t", "new.t"));
		refused(pairs, "the foreign table old.far may show another state");
		pairs.program().tables(TABLE.formatted("old.t_as_green", "old.t", "new.far"));
		refused(pairs, "new.far is not a table");
		pairs.with("t", "");
		view(pairs, "SELECT t.id, t.n, t.at, t.other, t.row_version FROM old.t LEFT JOIN old.far f USING (id)");
		refused(pairs, "old.t_as_green reads the foreign table old.far besides its source");
		pairs.sql().run("SET ROLE legacy_owner", "CREATE VIEW old.plain AS SELECT * FROM old.far");
		view(pairs, "SELECT id, n, at, other, row_version FROM old.plain");
		refused(pairs, "old.t_as_green does not read its source old.t", "another column, of old.far");
	}

	@Test
	void keysThatAreNotTheSourcesOwn() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int NOT NULL UNIQUE, parent int",
					"SELECT i, 101 - i, i / 2 FROM generate_series(1, 100) i")
			.with("t", "      static: [old.other]\n")
			.create();
		pairs.sql()
			.run("SET ROLE legacy_owner", "CREATE TABLE old.other AS SELECT id, n FROM old.t",
					"ALTER TABLE old.other ADD PRIMARY KEY (id)", "GRANT SELECT ON old.other TO bluegreen_jobs",
					"CREATE VIEW old.renamed AS SELECT n AS id, id AS n, parent, row_version FROM old.t");
		String query = "SELECT %s AS id, t.n, t.parent, t.row_version FROM %s";
		for (String[] key : new String[][] { { "t.n", "old.t t LEFT JOIN old.other o USING (id)", "of old.t" },
				{ "t.id",
						"(SELECT r.id, r.n, r.parent, r.row_version FROM old.renamed r) t "
								+ "LEFT JOIN old.other o ON o.id = t.id",
						"of old.t" },
				{ "o.id", "old.t t JOIN old.other o ON o.id = t.id", "of old.other" },
				{ "t.id", "old.other o LEFT JOIN old.t t ON o.id = t.id", "an expression, or of a side" },
				{ "t.id", "old.other o FULL JOIN old.t t ON o.id = t.id", "an expression, or of a side" } }) {
			view(pairs, query.formatted(key[0], key[1]));
			refused(pairs, "old.t_as_green.id is not old.t.id", key[2], "pass the key of old.t through unchanged");
		}
		for (String[] fine : new String[][] { { "id", "old.t t LEFT JOIN old.other o USING (id)" },
				{ "t.id", "old.other o RIGHT JOIN (SELECT * FROM old.t) t ON o.id = t.id" },
				{ "t.id", "(WITH all_of_it AS (SELECT * FROM old.t) SELECT * FROM all_of_it) t "
						+ "LEFT JOIN old.other o ON o.id = t.id" } }) {
			view(pairs, query.formatted(fine[0], fine[1]));
			Program.Outcome outcome = pairs.program().run("verify", "--settle=0s");
			assertThat(outcome.code()).as(fine[1] + outcome.err()).isZero();
		}
	}

	@Test
	void keysWhoseTypeIsComparedOutsideOfTheCatalog() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory);
		pairs.sql()
			.run("CREATE SCHEMA ext", "CREATE EXTENSION ltree SCHEMA ext",
					"GRANT USAGE ON SCHEMA ext TO legacy_owner, bluegreen_jobs",
					"GRANT USAGE ON TYPE ext.ltree TO legacy_owner, bluegreen_jobs",
					"GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ext TO legacy_owner, bluegreen_jobs");
		pairs.table("t", "id ext.ltree PRIMARY KEY", "SELECT ('top.a' || i)::ext.ltree FROM generate_series(1, 100) i")
			.create();
		refused(pairs, "the key column id of old.t_as_green has the type ext.ltree", "operators", "t.key", "as text");
	}

	@Test
	void functionsOfGreenThatNameThingsWithoutASchema() throws Exception {
		Pairs pairs = pairs();
		pairs.sql()
			.run("CREATE TABLE public.seen (id int, at text)", "CREATE SEQUENCE public.seen_no",
					"CREATE FUNCTION public.noted(int) RETURNS int LANGUAGE sql AS 'SELECT $1'",
					"CREATE FUNCTION new.below(int) RETURNS int LANGUAGE sql AS 'SELECT noted($1)'",
					"GRANT ALL ON public.seen, public.seen_no TO bluegreen_jobs");
		for (String[] body : new String[][] { { "INSERT INTO seen (id) VALUES (NEW.id);", "seen" },
				{ "UPDATE \"seen\" SET id = 1;", "seen" },
				{ "PERFORM count(*) FROM public.seen s JOIN SEEN t USING (id);", "seen" },
				{ "PERFORM nextval(''seen_no'');", "seen_no" }, { "PERFORM noted(1);", "noted" },
				{ "PERFORM new.below(1);", "noted" } }) {
			trigger(pairs, "", body[0]);
			refused(pairs, "trigger meddler of new.t runs new.", "which names " + body[1] + " without a schema",
					"ALTER FUNCTION new.", "SET search_path = public, pg_temp");
		}
		trigger(pairs, "SET search_path = public", "INSERT INTO seen (id) VALUES (NEW.id); PERFORM new.below(1);");
		assertThat(pairs.program().run("verify").code()).isZero();
		trigger(pairs, "", "/* FROM seen */ INSERT INTO public.seen VALUES (NEW.id, ''from seen''); -- noted(1)\n"
				+ "PERFORM id FROM public.seen; WITH seen AS (SELECT 1 AS id) SELECT id INTO NEW.id FROM seen;");
		assertThat(pairs.program().run("verify").code()).isZero();
	}

	private static void trigger(Pairs pairs, String settings, String body) throws Exception {
		pairs.sql()
			.run("CREATE OR REPLACE FUNCTION new.meddle() RETURNS trigger LANGUAGE plpgsql %s AS 'BEGIN %s RETURN NULL; END'"
				.formatted(settings, body), "DROP TRIGGER IF EXISTS meddler ON new.t",
					"CREATE TRIGGER meddler AFTER INSERT ON new.t FOR EACH ROW EXECUTE FUNCTION new.meddle()");
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
