package io.bluegreen.jobs;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a role's or a database's settings say makes no difference.
 */
class SessionSettingsTests {

	private static final List<String> SETTINGS = List.of("extra_float_digits = -10", "bytea_output = 'escape'",
			"IntervalStyle = 'sql_standard'", "DateStyle = 'SQL, DMY'", "TimeZone = 'Asia/Kathmandu'",
			"row_security = on", "search_path = new, old", "array_nulls = off", "xmloption = document",
			"quote_all_identifiers = on", "default_transaction_isolation = 'repeatable read'",
			"default_transaction_read_only = on", "default_transaction_deferrable = on", "lock_timeout = '1h'",
			"standard_conforming_strings = on");

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private static void set(Database database, String setting) throws Exception {
		for (String role : new String[] { LegacyDatabase.JOBS, LegacyDatabase.OWNER }) {
			new Sql(database).run("ALTER ROLE %s IN DATABASE %s SET %s".formatted(role, database.name(), setting));
		}
	}

	@Test
	void settingsOfTheRolesChangeNothing() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory).table("t", """
				at timestamptz, day date, float float8, bytes bytea, gap interval, n real, note text,
				PRIMARY KEY (at, day, float, bytes, gap)
				""",
				"""
						SELECT '2026-01-02 03:04:05.000001'::timestamptz + i * interval '1.000001 second', '2026-02-03'::date + i,
						       i / 3.0::float8, decode(md5(i::text), 'hex'), i * interval '1 day 1.5 second', i / 7.0::real, i::text
						FROM generate_series(1, 1200) i
						""");
		Sql sql = pairs.sql();
		for (String setting : SETTINGS) {
			set(this.fresh.database(), setting);
		}
		pairs.create();
		sql.run("""
				CREATE FUNCTION new.require_read_committed() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN
				    IF current_setting('transaction_isolation') <> 'read committed' THEN
				        RAISE EXCEPTION 'an apply must see what is committed while it waits';
				    END IF;
				    RETURN NULL;
				END $$
				""", "CREATE TRIGGER require_read_committed AFTER INSERT OR UPDATE OR DELETE ON new.t "
				+ "FOR EACH ROW EXECUTE FUNCTION new.require_read_committed()");
		sql.run("SET session_replication_role = replica", "DELETE FROM new.t");
		Program program = pairs.program();
		Program.Outcome backfill = program.run("backfill");
		assertThat(backfill.code()).as(backfill.err()).isZero();
		sql.run("UPDATE old.t SET note = 'changed' WHERE note::int % 100 = 7", "DELETE FROM old.t WHERE note = '300'",
				"UPDATE old.t SET day = day + 1 WHERE note = '400'");
		Program.Outcome reconcile = program.run("reconcile");
		assertThat(reconcile.code()).as(reconcile.err()).isZero();
		assertThat(sql.number("SELECT count(*) FROM old.t FULL JOIN new.t g USING (at, day, float, bytes, gap) WHERE "
				+ "t.row_version IS DISTINCT FROM g.row_version"))
			.isZero();
		assertThat(pairs.verify().get("answer").asString()).isEqualTo("MATCH");
		sql.run("SET session_replication_role = replica", "UPDATE new.t SET n = 0 WHERE note = '500'");
		assertThat(pairs.verify("--settle=0s").get("mismatched").asInt()).isEqualTo(1);
		assertThat(program.run("differences", "--output=json").json().toString()).contains("\"columns\":[\"n\"]",
				"\"day\":\"2027-06-18\"");
	}

	@Test
	void settingsOfOneSideAloneChangeNothing() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 0)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 100")
				.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
				.tables("""
						    t:
						      from: old.t_as_green
						      source: {table: old.t}
						      to: new.t
						      version: row_version
						""");
			create(stores.inBlue(), "old", "");
			stores.inBlue()
				.run("""
						INSERT INTO old.t
						SELECT '2026-01-02 03:04:05.000001'::timestamptz + i * interval '1.000001 second', '2026-02-03'::date + i,
						       i / 3.0::float8, decode(md5(i::text), 'hex'), i * interval '1 day 1.5 second', i::text,
						       '<a/><b/>', ROW('2026-02-03'::date + i, i / 7.0, interval '-1 mon' * i, '\\xff', ARRAY[NULL, 'x'])::old.part
						FROM generate_series(1, 300) i
						""");
			succeeds(program.runAsOwner("track", "old.t"));
			stores.inBlue().run("SET ROLE legacy_owner", "CREATE VIEW old.t_as_green AS SELECT * FROM old.t");
			create(stores.inGreen(), "new", ", row_version bigint NOT NULL");
			succeeds(program.runAsOwner("migrate"));
			for (Database odd : List.of(stores.blue(), stores.green())) {
				for (String setting : SETTINGS) {
					set(odd, setting);
				}
				isMovedAndCompared(stores, program);
				for (String role : new String[] { LegacyDatabase.JOBS, LegacyDatabase.OWNER }) {
					new Sql(odd).run("ALTER ROLE %s IN DATABASE %s RESET ALL".formatted(role, odd.name()));
				}
				stores.inGreen().run("TRUNCATE new.t");
			}
		}
	}

	private static void create(Sql sql, String schema, String version) throws Exception {
		sql.run("SET ROLE legacy_owner", "CREATE SCHEMA " + schema, """
				CREATE TYPE %s.part AS (day date, float float8, gap interval, bytes bytea, words text[])
				""".formatted(schema),
				"""
						CREATE TABLE %1$s.t (
						    at timestamptz, day date, float float8, bytes bytea, gap interval, note text, doc xml, part %1$s.part%2$s,
						    PRIMARY KEY (at, day, float, bytes, gap))
						"""
					.formatted(schema, version));
	}

	private static void succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	private static void isMovedAndCompared(Stores stores, Program program) throws Exception {
		succeeds(program.run("backfill", "--new"));
		assertThat(stores.inGreen().list("SELECT (t.*)::text FROM new.t ORDER BY at"))
			.containsExactlyElementsOf(stores.inBlue().list("SELECT (t.*)::text FROM old.t ORDER BY at"));
		for (String how : new String[] { "--checksum", "--exact" }) {
			succeeds(program.run("verify", how));
		}
		stores.inGreen().run("UPDATE new.t SET part.float = (part).float + 1e-13 WHERE note = '100'");
		for (String how : new String[] { "--exact", "--checksum" }) {
			assertThat(program.run("verify", how, "--settle=0s").code()).as(how).isEqualTo(3);
		}
		assertThat(program.run("differences", "--output=json").json().toString()).contains("\"columns\":[\"part\"]",
				"\"day\":\"2026-05-14\"");
		succeeds(program.run("repair"));
	}

}
