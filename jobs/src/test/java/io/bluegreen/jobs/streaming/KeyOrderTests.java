package io.bluegreen.jobs.streaming;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers that order keys in different ways: by code point, and as a dictionary does.
 */
@Tag("oldest-version")
class KeyOrderTests {

	private static final String TABLE = """
			    words:
			      from: old.words_as_green
			      source: {table: old.words}
			      to: new.words
			      version: row_version
			""";

	@TempDir
	Path directory;

	@Test
	void keysInAnotherOrderAreComparedOnceEach() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 0)) {
			Sql blue = stores.inBlue();
			Sql green = stores.inGreen();
			Program program = migrated(stores);
			Program.Outcome backfill = program.run("backfill");
			assertThat(backfill.code()).as(backfill.err()).isZero();
			for (String how : new String[] { "--checksum", "--exact" }) {
				JsonNode words = verified(program, 0, how);
				assertThat(words.get("scanned").asInt()).isEqualTo(3000);
				assertThat(words.get("matching").asInt()).isEqualTo(3000);
			}
			// By ranges of each side, so that none grows with the table.
			assertThat(
					green.list("SELECT (count(*) > 25)::text FROM bluegreen.chunk JOIN bluegreen.plan USING (plan_id) "
							+ "WHERE kind = 'verify' GROUP BY plan_id"))
				.containsExactly("true", "true", "true", "true");
			// A second backfill meets rows in ranges where Green does not order them.
			blue.run("SET ROLE legacy_owner", "UPDATE old.words SET n = n + 1 WHERE n % 10 = 0",
					"DELETE FROM old.words WHERE n % 10 = 2");
			assertThat(program.run("backfill", "--new").code()).isZero();
			assertThat(program.run("reconcile").code()).isZero();
			assertThat(verified(program, 0, "--workers=2").get("extra").asInt()).isZero();
			green.run("UPDATE new.words SET n = 0 WHERE word = (SELECT min(word) FROM new.words)",
					"DELETE FROM new.words WHERE word = (SELECT max(word) FROM new.words)",
					"INSERT INTO new.words VALUES ('zebra', 1, 1)");
			for (String how : new String[] { "--checksum", "--exact" }) {
				JsonNode words = verified(program, 3, how, "--settle=0s");
				assertThat(words.get("mismatched").asInt()).isEqualTo(1);
				assertThat(words.get("missing").asInt()).isEqualTo(1);
				assertThat(words.get("extra").asInt()).isEqualTo(1);
			}
		}
	}

	@Test
	void rowsBesideThoseThatAreRefusedArriveWhereverGreenOrdersThem() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 0)) {
			Program program = migrated(stores);
			stores.inGreen().run("ALTER TABLE new.words ADD CHECK (n % 60 <> 5)");
			assertThat(program.run("backfill").code()).isEqualTo(4);
			assertThat(stores.inGreen().number("SELECT count(*) FROM new.words")).isEqualTo(2950);
			assertThat(stores.inGreen().number("SELECT count(*) FROM bluegreen.changed_key")).isEqualTo(50);
		}
	}

	private Program migrated(Stores stores) throws Exception {
		Sql blue = stores.inBlue();
		blue.run("SET ROLE legacy_owner", "CREATE SCHEMA old", "CREATE TABLE old.words (word text PRIMARY KEY, n int)",
				"INSERT INTO old.words SELECT CASE n % 3 WHEN 0 THEN upper(w) WHEN 1 THEN w ELSE initcap(w) END || '-' || n, n "
						+ "FROM (SELECT n, translate(n::text, '0123456789', 'abcdefghij') AS w FROM generate_series(1, 3000) n) w");
		stores.inGreen()
			.run("SET ROLE legacy_owner", "CREATE SCHEMA new",
					"CREATE TABLE new.words (word text COLLATE \"en-x-icu\" PRIMARY KEY, n int, row_version bigint NOT NULL)");
		Program program = new Program(stores.blue(), stores.green(), this.directory).tables(TABLE)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.setting("chunk-rows: 100");
		assertThat(program.runAsOwner("track", "old.words").code()).isZero();
		blue.run("SET ROLE legacy_owner", "CREATE VIEW old.words_as_green AS SELECT * FROM old.words");
		Program.Outcome migrated = program.runAsOwner("migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();
		return program;
	}

	private static JsonNode verified(Program program, int code, String... options) throws Exception {
		String[] command = Stream.concat(Stream.of("verify", "--output=json"), Stream.of(options))
			.toArray(String[]::new);
		Program.Outcome outcome = program.run(command);
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(code);
		return outcome.json().get("tables").get(0);
	}

}
