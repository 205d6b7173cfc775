package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Family;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table that the view reads besides its source, and that is tracked as well.
 */
class LookupTests {

	private static final String CHANGE = "UPDATE old.names SET v = 'other' WHERE id = 7";

	@TempDir
	Path directory;

	/** Backfilled anew, and a MATCH. */
	private Family family(Where where) throws Exception {
		Family family = Family.withoutChildren(where, this.directory);
		family.blue("SET ROLE legacy_owner", "CREATE TABLE old.names (id int PRIMARY KEY, v text, note text)",
				"INSERT INTO old.names SELECT id, v FROM old.p", "GRANT SELECT ON old.names TO bluegreen_jobs");
		family.blue("SET ROLE legacy_owner", """
				CREATE OR REPLACE VIEW old.p_as_green AS
				SELECT p.id, k.v, p.n, p.row_version FROM old.p LEFT JOIN old.names k USING (id)
				""");
		Program.Outcome untracked = family.program().run("verify");
		assertThat(untracked.code()).isEqualTo(2);
		assertThat(untracked.err()).contains("old.p_as_green reads the table old.names besides its source",
				"`bluegreen track old.names`");
		family.succeeds(family.program().runAsOwner("track", "old.names"));
		family.succeeds(family.program().run("backfill", "--new"));
		assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
		return family;
	}

	private static JsonNode since(Family family) throws Exception {
		return family.run("verify", "p", "--since=last", "--settle=0s").json().get("tables").get(0);
	}

	private static Program.Outcome gate(Family family) throws Exception {
		return family.run("gate", "--wait=0s");
	}

	private static void isVoided(Family family) throws Exception {
		JsonNode table = since(family);
		assertThat(table.get("answer").asString()).as(table.toString()).isEqualTo("INCOMPLETE");
		assertThat(table.get("reasons").toString()).contains("nothing to stand on",
				"old.names, which the view reads besides its source");
		Program.Outcome gate = gate(family);
		assertThat(gate.code()).isEqualTo(3);
		assertThat(gate.out()).contains("old.names, which the view reads besides its source");
		assertThat(family.run("gate", "--refresh", "--wait=0s").code()).isEqualTo(3);
	}

	@EitherTopology
	void changeVoidsWhatWasVerifiedUntilAllIsVerifiedAgain(Where where) throws Exception {
		try (Family family = family(where)) {
			assertThat(since(family).get("answer").asString()).isEqualTo("MATCH");
			assertThat(gate(family).code()).isZero();
			family.blue(CHANGE);
			isVoided(family);
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			JsonNode repaired = family.repair("p").get("tables").get(0);
			assertThat(repaired.get("verdict").asString()).as(repaired.toString()).isEqualTo("MATCH");
			assertThat(since(family).get("answer").asString()).isEqualTo("MATCH");
			assertThat(gate(family).code()).isZero();
		}
	}

	/** The version of the row was drawn before the verdict began. */
	@Test
	void changeThatWasUnderWayVoidsItOnceItIsCommitted() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			try (Connection blue = family.stores().blue().connect(); Statement change = blue.createStatement()) {
				blue.setAutoCommit(false);
				change.execute(CHANGE);
				assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
				assertThat(since(family).get("answer").asString()).isEqualTo("MATCH");
				blue.commit();
			}
			isVoided(family);
		}
	}

	@Test
	void whateverMayHaveChangedItVoidsWhatWasVerified() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			for (String change : new String[] { "INSERT INTO old.names VALUES (1000, 'later')",
					"DELETE FROM old.names WHERE id = 1000",
					"ALTER TABLE old.names DISABLE TRIGGER zz_bluegreen_change; UPDATE old.names SET v = v; ALTER TABLE old.names ENABLE ALWAYS TRIGGER zz_bluegreen_change",
					"ALTER TABLE old.names ALTER note TYPE varchar(10) USING 'x'", "TRUNCATE old.names" }) {
				family.blue(change.split("; "));
				isVoided(family);
				family.verify("p", "--settle=0s");
			}
		}
	}

	@Test
	void whatIsStaticMayChange() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			family.program().tables("""
					    p:
					      from: old.p_as_green
					      source: {table: old.p}
					      to: new.p
					      version: row_version
					      static: [old.names]
					""");
			assertThat(since(family).get("reasons").toString()).contains("are tracked, or static");
			assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
			family.blue(CHANGE);
			assertThat(since(family).get("answer").asString()).isEqualTo("MATCH");
		}
	}

	@Test
	void logKeepsWhatTheLastMatchNeedsAndNoMore() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			String rows = "SELECT count(*) FROM " + log(family);
			family.blue("UPDATE old.names SET v = v");
			assertThat(family.stores().inBlue().number(rows)).isEqualTo(300);
			for (int i = 0; i < 2; i++) {
				assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
			}
			assertThat(family.stores().inBlue().number(rows)).isZero();
		}
	}

	private static String log(Family family) throws SQLException {
		return String.valueOf(family.stores()
			.inBlue()
			.list("SELECT log::text FROM bluegreen_track.tracked WHERE relation = 'old.names'::regclass")
			.get(0));
	}

}
