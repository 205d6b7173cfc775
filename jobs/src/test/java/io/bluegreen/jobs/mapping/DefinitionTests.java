package io.bluegreen.jobs.mapping;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.jobs.Sql;
import io.bluegreen.mapping.Definition;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mapping is all that decides what its view shows, and the same for whoever asks.
 */
class DefinitionTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	private Sql sql;

	@BeforeEach
	void createView() throws Exception {
		this.sql = new Sql(this.fresh.database());
		this.sql.run("CREATE SCHEMA old", "CREATE TYPE old.kind AS ENUM ('a', 'b')",
				"CREATE DOMAIN old.positive AS int CHECK (VALUE > 0)",
				"CREATE COLLATION old.exact (provider = libc, locale = 'C')",
				"CREATE FUNCTION old.leaf(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x + 1'",
				"CREATE FUNCTION old.\"Odd leaf\"(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x + 1'",
				"CREATE FUNCTION old.branch(x int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
						+ "'BEGIN RETURN old.leaf(x) + old.\"Odd leaf\"(x); END'",
				"CREATE FUNCTION old.sum(old.kind, old.kind) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'",
				"CREATE OPERATOR old.+ (FUNCTION = old.sum, LEFTARG = old.kind, RIGHTARG = old.kind)",
				"CREATE FUNCTION old.as_int(old.kind) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2'",
				"CREATE CAST (old.kind AS int) WITH FUNCTION old.as_int(old.kind)",
				"CREATE FUNCTION old.generated(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x'",
				"CREATE TABLE old.names (code text PRIMARY KEY, name text)", """
						CREATE TABLE old.t (id bigint PRIMARY KEY, n int, kind old.kind, positive old.positive,
						  word text COLLATE old.exact, at timestamptz, gap interval, ratio float8,
						  twice int GENERATED ALWAYS AS (old.generated(n) * 2) STORED, unused int)
						""", "CREATE VIEW old.below AS SELECT * FROM old.t",
				"""
						CREATE VIEW old.shown AS
						SELECT b.id, old.branch(b.n) AS n, b.kind::text AS kind, b.kind OPERATOR(old.+) b.kind AS both,
						       b.kind::int AS cast_by_function, b.positive, b.word, b.twice, c.name, b.ratio > 0.1::float8 AS large,
						       b.at > '2026-01-01 12:00+02'::timestamptz AS late, b.gap > '1 day 02:00'::interval AS long
						FROM old.below b LEFT JOIN old.names c ON c.code = b.word
						""");
	}

	private Definition definition(String... settings) throws Exception {
		try (Connection connection = this.fresh.connect(); Statement statement = connection.createStatement()) {
			for (String setting : settings) {
				statement.execute("SET " + setting);
			}
			JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
			return Definition.of(client, List.of(new Catalog(client).relation("old.shown").orElseThrow())).get(0);
		}
	}

	@Test
	void settingsOfTheSessionAndWhatNothingUsesChangeNothing() throws Exception {
		Definition before = definition();
		assertThat(definition("TimeZone = 'Asia/Kathmandu'", "DateStyle = 'ISO, DMY'", "IntervalStyle = 'sql_standard'",
				"extra_float_digits = -10", "quote_all_identifiers = on", "search_path = old, public",
				"bytea_output = 'escape'", "standard_conforming_strings = off", "ROLE legacy_owner"))
			.isEqualTo(before);
		this.sql.run("ALTER TABLE old.t ADD COLUMN another int", "ANALYZE old.t", "CREATE TABLE old.leaves (n int)",
				"CREATE FUNCTION old.beside(x int) RETURNS int LANGUAGE sql AS 'SELECT x'",
				"GRANT SELECT ON old.shown, old.t TO bluegreen_jobs", "VACUUM FULL pg_catalog.pg_proc",
				"CREATE INDEX ON old.t (n)", "COMMENT ON VIEW old.shown IS 'seen'");
		assertThat(definition()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"CREATE OR REPLACE FUNCTION old.leaf(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x + 2'",
			"CREATE OR REPLACE FUNCTION old.\"Odd leaf\"(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x + 2'",
			"CREATE FUNCTION old.leaf(x bigint) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 3'",
			"CREATE OR REPLACE FUNCTION old.generated(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT -x'",
			"CREATE OR REPLACE FUNCTION old.sum(old.kind, old.kind) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2'",
			"CREATE OR REPLACE FUNCTION old.as_int(old.kind) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 3'",
			"ALTER FUNCTION old.branch(int) SET search_path = old", "ALTER TYPE old.kind RENAME VALUE 'a' TO 'c'",
			"ALTER TYPE old.kind ADD VALUE 'c'", "ALTER DOMAIN old.positive ADD CHECK (VALUE < 10)",
			"CREATE OR REPLACE VIEW old.below AS SELECT * FROM old.t WHERE n > 0",
			"CREATE CAST (int AS old.kind) WITH INOUT", "ALTER TABLE old.t ALTER twice DROP EXPRESSION" })
	void whateverDecidesWhatTheViewShowsCounts(String change) throws Exception {
		Definition before = definition();
		this.sql.run(change);
		Definition after = definition();
		assertThat(after.hash()).isNotEqualTo(before.hash());
		assertThat(after.evidence()).isNotEqualTo(before.evidence());
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE OR REPLACE VIEW old.below AS SELECT * FROM old.t",
			"CREATE OR REPLACE FUNCTION old.leaf(x int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT x + 1'",
			"ALTER DOMAIN old.positive DROP CONSTRAINT positive_check; "
					+ "ALTER DOMAIN old.positive ADD CONSTRAINT positive_check CHECK (VALUE > 0)",
			"ALTER TYPE old.kind RENAME VALUE 'a' TO 'c'; ALTER TYPE old.kind RENAME VALUE 'c' TO 'a'" })
	void whatIsReplacedAndPutBackSaysTheSameInOtherRows(String change) throws Exception {
		Definition before = definition();
		this.sql.run(change.split("; "));
		Definition after = definition();
		assertThat(after.hash()).isEqualTo(before.hash());
		assertThat(after.evidence()).isNotEqualTo(before.evidence());
	}

	@Test
	void rowThatIsUsedAsAWholeCountsWithAllItsColumns() throws Exception {
		this.sql.run("DROP VIEW old.shown", "CREATE VIEW old.shown AS SELECT t.id, to_jsonb(t) AS all FROM old.t");
		Definition before = definition();
		this.sql.run("ALTER TABLE old.t ADD another int");
		Definition between = definition();
		assertThat(between.hash()).isNotEqualTo(before.hash());
		this.sql.run("ALTER TABLE old.t DROP another", "ALTER TABLE old.t ADD another int");
		assertThat(definition().hash()).isEqualTo(between.hash());
		assertThat(definition().evidence()).isNotEqualTo(between.evidence());
	}

	@Test
	void expressionOfAVirtualColumnCounts() throws Exception {
		if (this.sql.number("SHOW server_version_num") < 180000) {
			return;
		}
		this.sql.run("CREATE TABLE old.v (id int PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2) VIRTUAL)",
				"DROP VIEW old.shown", "CREATE VIEW old.shown AS SELECT id, twice FROM old.v");
		Definition before = definition();
		this.sql.run("ALTER TABLE old.v ALTER twice SET EXPRESSION AS (n * 3)");
		assertThat(definition().hash()).isNotEqualTo(before.hash());
		this.sql.run("ALTER TABLE old.v ALTER twice SET EXPRESSION AS (n * 2)");
		assertThat(definition().hash()).isEqualTo(before.hash());
		assertThat(definition().evidence()).isNotEqualTo(before.evidence());
	}

}
