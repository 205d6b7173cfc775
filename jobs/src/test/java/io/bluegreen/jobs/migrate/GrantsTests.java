package io.bluegreen.jobs.migrate;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the jobs' role gets in databases that keep everything from PUBLIC.
 */
class GrantsTests {

	private static final String OWNER = "SET ROLE " + LegacyDatabase.OWNER;

	private static final String VERSIONS = """
			SELECT string_agg(oid || ' ' || xmin, ',' ORDER BY oid) FROM (
			    SELECT oid, xmin FROM pg_class WHERE relnamespace IN ('shop'::regnamespace, 'bluegreen_track'::regnamespace)
			    UNION ALL
			    SELECT oid, xmin FROM pg_proc WHERE pronamespace IN ('shop'::regnamespace, 'bluegreen_track'::regnamespace)
			    UNION ALL
			    SELECT oid, xmin FROM pg_type WHERE typnamespace = 'shop'::regnamespace) c
			""";

	@TempDir
	Path directory;

	private Stores stores;

	private Program program;

	@BeforeEach
	void create() throws Exception {
		this.stores = Stores.create(Where.TWO_DATABASES);
		this.program = new Program(this.stores.blue(), this.stores.green(), this.directory)
			.setting("migrations: {blue: none, green: none, post-data: none}")
			.tables("""
					    t: {from: shop.t_as_green, source: {table: shop.t}, to: store.t, version: row_version, ignore: [drawn]}
					""");
		this.stores.inBlue()
			.run(OWNER, "CREATE SCHEMA shop", "CREATE SCHEMA helpers",
					"""
							CREATE FUNCTION helpers.below(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
							CREATE FUNCTION helpers.above(n int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN helpers.below(n); END';
							CREATE FUNCTION helpers.is_less(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a < b;
							CREATE OPERATOR helpers.<<<< (FUNCTION = helpers.is_less, LEFTARG = int, RIGHTARG = int);
							CREATE TYPE helpers.mood AS ENUM ('sad', 'glad');
							CREATE TABLE shop.t (id bigint PRIMARY KEY, n int NOT NULL, mood helpers.mood);
							INSERT INTO shop.t SELECT g, g, 'glad' FROM generate_series(1, 100) g
							""");
		this.stores.inGreen().run(OWNER, "CREATE SCHEMA store", "CREATE SCHEMA helpers", """
				CREATE FUNCTION helpers.is_fine(n int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN n > 0;
				CREATE DOMAIN helpers.fine AS int CHECK (helpers.is_fine(VALUE));
				CREATE TYPE helpers.mood AS ENUM ('sad', 'glad');
				CREATE TABLE store.t (id bigint PRIMARY KEY, n int NOT NULL CHECK (helpers.is_fine(n)), less boolean,
				    mood helpers.mood, row_version bigint NOT NULL, drawn bigserial);
				CREATE INDEX ON store.t (helpers.is_fine(n))
				""");
		assertThat(this.program.runAsOwner("track", "shop.t").code()).isZero();
		this.stores.inBlue().run(OWNER, """
				CREATE VIEW shop.t_as_green AS
				SELECT id, helpers.above(n) AS n, n OPERATOR(helpers.<<<<) 50 AS less, mood, row_version FROM shop.t
				""");
	}

	@AfterEach
	void drop() throws Exception {
		this.stores.close();
	}

	@Test
	void everythingThatTheJobsNeedIsGranted() throws Exception {
		Program.Outcome migrate = this.program.runAsOwner("migrate");
		assertThat(migrate.code()).as(migrate.err()).isZero();
		for (String command : new String[] { "backfill", "reconcile", "verify" }) {
			Program.Outcome outcome = this.program.run(command);
			assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		}
	}

	@Test
	void nothingIsGrantedTwice() throws Exception {
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		Sql blue = this.stores.inBlue();
		String before = blue.list(VERSIONS).get(0);
		assertThat(this.program.runAsOwner("migrate").out()).contains("nothing to do");
		assertThat(blue.list(VERSIONS)).containsExactly(before);
	}

	@Test
	void whatIsLackingIsNamedWithItsGrant() throws Exception {
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		refused(this.stores.inBlue(), "EXECUTE ON ROUTINE helpers.above(integer)",
				"call function helpers.above(integer)");
		refused(this.stores.inBlue(), "EXECUTE ON ROUTINE helpers.is_less(integer,integer)", "call function");
		refused(this.stores.inBlue(), "EXECUTE ON FUNCTION bluegreen_track.\"position\"(regclass)", "bluegreen_track");
		refused(this.stores.inGreen(), "EXECUTE ON ROUTINE helpers.is_fine(integer)", "call function");
		refused(this.stores.inGreen(), "USAGE ON TYPE helpers.mood", "use type helpers.mood");
		refused(this.stores.inGreen(), "USAGE ON SEQUENCE store.t_drawn_seq", "draw from sequence");
		refused(this.stores.inGreen(), "TEMPORARY ON DATABASE " + this.stores.green().name(), "temporary tables");
	}

	private void refused(Sql where, String right, String act) throws Exception {
		where.run("REVOKE %s FROM bluegreen_jobs".formatted(right));
		Program.Outcome outcome = this.program.run("verify");
		assertThat(outcome.code()).as(right + outcome.out()).isEqualTo(2);
		assertThat(outcome.err()).contains(act, "GRANT %s TO bluegreen_jobs".formatted(right));
		where.run("GRANT %s TO bluegreen_jobs".formatted(right));
	}

	@Test
	void whatIsNotOursToGrantIsSaid() throws Exception {
		this.stores.inGreen()
			.run("ALTER TYPE helpers.mood OWNER TO " + this.stores.green().server().superuser(),
					"GRANT USAGE ON TYPE helpers.mood TO " + LegacyDatabase.OWNER);
		Program.Outcome migrate = this.program.runAsOwner("migrate");
		assertThat(migrate.code()).as(migrate.err()).isZero();
		assertThat(migrate.out()).contains("Green: bluegreen_jobs may not use type helpers.mood",
				"GRANT USAGE ON TYPE helpers.mood TO bluegreen_jobs");
	}

}
