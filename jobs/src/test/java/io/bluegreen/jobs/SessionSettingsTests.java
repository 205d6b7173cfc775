package io.bluegreen.jobs;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a role's or a database's settings say makes no difference.
 */
class SessionSettingsTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private void set(Sql sql, String setting) throws Exception {
		for (String role : new String[] { LegacyDatabase.JOBS, LegacyDatabase.OWNER }) {
			sql.run("ALTER ROLE %s IN DATABASE %s SET %s".formatted(role, this.fresh.database().name(), setting));
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
		set(sql, "extra_float_digits = -10");
		set(sql, "bytea_output = 'escape'");
		set(sql, "IntervalStyle = 'sql_standard'");
		set(sql, "DateStyle = 'SQL, DMY'");
		set(sql, "TimeZone = 'Asia/Kathmandu'");
		set(sql, "row_security = on");
		set(sql, "search_path = new, old");
		set(sql, "default_transaction_isolation = 'repeatable read'");
		set(sql, "default_transaction_read_only = on");
		set(sql, "default_transaction_deferrable = on");
		set(sql, "lock_timeout = '1h'");
		set(sql, "standard_conforming_strings = on");
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

}
