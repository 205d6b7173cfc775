package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Family;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What changed since the last MATCH is compared, and nothing that the logs cannot name
 * passes for a MATCH.
 */
class SinceLastTests {

	@TempDir
	Path directory;

	private static JsonNode since(Family family) throws Exception {
		Program.Outcome outcome = family.run("verify", "p", "--since=last", "--settle=300ms");
		assertThat(outcome.out()).as(outcome.err()).contains("\"answer\"");
		String answer = outcome.json().get("answer").asString();
		assertThat(outcome.code()).isEqualTo(answer.equals("MATCH") ? 0 : answer.equals("DIFFER") ? 3 : 4);
		return outcome.json().get("tables").get(0);
	}

	private static void matches(Family family) throws Exception {
		assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
	}

	private static void answers(Family family, String answer) throws Exception {
		JsonNode table = since(family);
		assertThat(table.get("answer").asString()).as(table.toString()).isEqualTo(answer);
	}

	@EitherTopology
	void comparesWhatChangedOnEitherSideAndNothingElse(Where where) throws Exception {
		try (Family family = Family.create(where, this.directory)) {
			matches(family);
			JsonNode idle = since(family);
			assertThat(idle.get("answer").asString()).as(idle.toString()).isEqualTo("MATCH");
			assertThat(idle.get("scanned").asInt()).isZero();
			family.blue("UPDATE old.p SET n = 2 WHERE id <= 200", "DELETE FROM old.p WHERE id = 300");
			answers(family, "INCOMPLETE");
			family.succeeds(family.program().run("reconcile"));
			JsonNode changed = since(family);
			assertThat(changed.get("answer").asString()).as(changed.toString()).isEqualTo("MATCH");
			assertThat(changed.get("scanned").asInt()).isEqualTo(200);
			assertThat(family.inGreen("SELECT DISTINCT stands_on FROM bluegreen.verdict WHERE stands_on IS NOT NULL"))
				.containsExactlyElementsOf(
						family.inGreen("SELECT verdict_id FROM bluegreen.verdict WHERE stands_on IS NULL"));
			for (String damage : new String[] { "UPDATE new.p SET n = 7 WHERE id = 250",
					"DELETE FROM new.p WHERE id = 251", "INSERT INTO new.p VALUES (1000, 'extra', 1, 7)" }) {
				family.green(damage);
				answers(family, "DIFFER");
				JsonNode repaired = family.repair("p", "--delete-extra").get("tables").get(0);
				assertThat(repaired.get("verdict").asString()).as(repaired.toString()).isEqualTo("MATCH");
				answers(family, "MATCH");
			}
			assertThat(family.inGreen("SELECT key FROM bluegreen.key_to_verify")).isEmpty();
			matches(family);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "green | TRUNCATE new.p CASCADE", "blue | TRUNCATE old.p",
			"green | ALTER TABLE new.p ALTER n TYPE bigint USING n + 1; ALTER TABLE new.p ALTER n TYPE int USING n",
			"green | ALTER TABLE new.p DISABLE TRIGGER zz_bluegreen_change; DELETE FROM new.p WHERE id = 5; ALTER TABLE new.p ENABLE ALWAYS TRIGGER zz_bluegreen_change",
			"blue | ALTER TABLE old.p DISABLE TRIGGER zz_bluegreen_insert; INSERT INTO old.p VALUES (1000, 'x', 1); ALTER TABLE old.p ENABLE ALWAYS TRIGGER zz_bluegreen_insert",
			"blue | CREATE OR REPLACE VIEW old.p_as_green AS SELECT id, upper(v) AS v, n, row_version FROM old.p",
			"green | UPDATE bluegreen.verdict SET started_at = started_at - interval '8 days'",
			"green | UPDATE bluegreen.verdict SET blue = jsonb_set(blue, '{system}', '\"1\"')",
			"green | UPDATE bluegreen.verdict SET green = jsonb_set(green, '{timeline}', '\"0000FFFF\"')",
			"green | DELETE FROM bluegreen_track.token", "green | DELETE FROM bluegreen.verdict" })
	void nothingThatNoLogNamesPassesForAMatch(String side, String acts) throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			matches(family);
			family.green(acts.split("; "));
			JsonNode table = since(family);
			assertThat(table.get("answer").asString()).as(side + ": " + table).isEqualTo("INCOMPLETE");
			assertThat(table.get("reasons").toString()).contains("nothing to stand on", "`bluegreen verify p`");
		}
	}

	@Test
	void changeOfAStaticTableIsNotSeenAndTheVerdictSaysSo() throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			family.blue("SET ROLE legacy_owner", "CREATE TABLE old.names (id int PRIMARY KEY, v text)",
					"INSERT INTO old.names SELECT id, v FROM old.p", "GRANT SELECT ON old.names TO bluegreen_jobs", """
							CREATE OR REPLACE VIEW old.p_as_green AS
							SELECT p.id, k.v, p.n, p.row_version FROM old.p LEFT JOIN old.names k USING (id)
							""");
			family.program().tables("""
					    p:
					      from: old.p_as_green
					      source: {table: old.p}
					      to: new.p
					      version: row_version
					      static: [old.names]
					""");
			matches(family);
			family.blue("UPDATE old.names SET v = 'other' WHERE id = 7");
			assertThat(since(family).get("warnings").toString())
				.contains("a change of old.names, which the view reads and nobody logs, would not be seen");
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
		}
	}

	@Test
	void columnThatWasNotComparedThenIsNotTakenForEqual() throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			matches(family);
			family.green("UPDATE bluegreen.verdict SET compared_columns = compared_columns || 'n'");
			assertThat(since(family).get("reasons").toString()).contains("other columns are compared");
		}
	}

	@Test
	void columnsThatExchangeTheirNamesAreNotTakenForEqual() throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			family.green("ALTER TABLE new.p ADD kept bigint DEFAULT 0");
			family.program().tables("""
					    p:
					      from: old.p_as_green
					      source: {table: old.p}
					      to: new.p
					      version: row_version
					      ignore: [kept]
					""");
			matches(family);
			family.green("ALTER TABLE new.p RENAME row_version TO other",
					"ALTER TABLE new.p RENAME kept TO row_version", "ALTER TABLE new.p RENAME other TO kept");
			assertThat(since(family).get("reasons").toString()).contains("other columns are compared");
		}
	}

	@Test
	void fullVerifyThatSawMoreContradictsAnOlderMatch() throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			matches(family);
			family.green("UPDATE new.p SET n = 7 WHERE id = 250");
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			assertThat(since(family).get("reasons").toString()).contains("has not found a MATCH",
					"`bluegreen repair p`");
			assertThat(family.repair("p").get("tables").get(0).get("verdict").asString()).isEqualTo("MATCH");
			answers(family, "MATCH");
		}
	}

	@Test
	void backfillSinceTheMatchLeavesNothingToStandOn() throws Exception {
		try (Family family = Family.create(Where.ONE_DATABASE, this.directory)) {
			matches(family);
			family.succeeds(family.program().run("backfill", "p", "--new"));
			assertThat(since(family).get("reasons").toString()).contains("a backfill has worked on the table");
		}
	}

	@EitherTopology
	void logsKeepWhatTheLastMatchNeedsAndNoMore(Where where) throws Exception {
		try (Family family = Family.create(where, this.directory)) {
			matches(family);
			family.blue("UPDATE old.p SET n = 2");
			for (int i = 0; i < 3; i++) {
				family.succeeds(family.program().run("reconcile"));
			}
			family.green("UPDATE new.p SET n = 7 WHERE id = 250");
			answers(family, "DIFFER");
			answers(family, "DIFFER");
			assertThat(family.repair("p").get("tables").get(0).get("verdict").asString()).isEqualTo("MATCH");
			matches(family);
			matches(family);
			family.succeeds(family.program().run("reconcile"));
			assertThat(family.inGreen("SELECT count(*) FROM bluegreen_track.log_new_p")).containsExactly("0");
			assertThat(family.stores().inBlue().list("SELECT count(*) FROM bluegreen_track.log_old_p"))
				.containsExactly("0");
			answers(family, "MATCH");
		}
	}

	@EitherTopology
	void dualWriteThatLagsIsNoDifference(Where where) throws Exception {
		try (Family family = Family.create(where, this.directory)) {
			matches(family);
			AtomicBoolean stop = new AtomicBoolean();
			CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(family, stop));
			try {
				for (int i = 0; i < 5; i++) {
					JsonNode verdict = family.verify("p", "--since=last", "--settle=20s");
					assertThat(verdict.get("answer").asString()).as(verdict.toString()).isEqualTo("MATCH");
				}
			}
			finally {
				stop.set(true);
				writer.get(30, TimeUnit.SECONDS);
			}
			matches(family);
		}
	}

	/** Writes Blue, then, some rows later, Green. */
	private static void write(Family family, AtomicBoolean stop) {
		try (Connection blue = family.stores().blue().connect();
				Connection green = family.stores().green().connect();
				Statement there = blue.createStatement();
				Statement here = green.createStatement()) {
			int last = 0;
			for (int i = 0; !stop.get(); i++) {
				if (i >= 20) {
					last = follow(there, here, i - 20);
				}
				there.execute("UPDATE old.p SET n = n + 1 WHERE id = " + (1 + i * 7919 % 300));
			}
			for (int i = last; i < last + 40; i++) {
				follow(there, here, i);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int follow(Statement there, Statement here, int i) throws SQLException {
		int id = 1 + i * 7919 % 300;
		try (var row = there.executeQuery("SELECT n, row_version FROM old.p WHERE id = " + id)) {
			row.next();
			here.execute("UPDATE new.p SET n = %d, row_version = %d WHERE id = %d AND row_version < %2$d"
				.formatted(row.getInt(1), row.getLong(2), id));
		}
		return i;
	}

}
