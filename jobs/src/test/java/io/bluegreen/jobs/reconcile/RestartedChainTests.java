package io.bluegreen.jobs.reconcile;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Family;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Program;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A chain of passes that ended, since rows were written past the log, goes on where a
 * full verify has found all rows equal.
 */
class RestartedChainTests {

	@TempDir
	Path directory;

	/** With one row gone and one changed of which no log tells. */
	private Family family(Where where) throws Exception {
		Family family = Family.withoutChildren(where, this.directory);
		family.blue("ALTER TABLE old.p DISABLE TRIGGER zz_bluegreen_change", "DELETE FROM old.p WHERE id = 5",
				"UPDATE old.p SET n = 9 WHERE id = 6", "ALTER TABLE old.p ENABLE ALWAYS TRIGGER zz_bluegreen_change");
		assertThat(isBroken(family)).isTrue();
		return family;
	}

	private static boolean isBroken(Family family) throws Exception {
		Program.Outcome outcome = family.run("reconcile");
		boolean broken = outcome.code() == 4;
		assertThat(outcome.out() + outcome.err()).contains(broken ? "`bluegreen verify p`" : "COMPLETE");
		return broken;
	}

	private static JsonNode mended(Family family) throws Exception {
		assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
		return family.repair("p", "--delete-extra").get("tables").get(0);
	}

	@EitherTopology
	void passesGoOnFromWhereTheVerdictBegan(Where where) throws Exception {
		try (Family family = family(where)) {
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			assertThat(isBroken(family)).as("nothing is mended yet").isTrue();
			family.blue("UPDATE old.p SET n = 10 WHERE id = 10", "DELETE FROM old.p WHERE id = 11");
			assertThat(family.repair("p", "--delete-extra").get("tables").get(0).get("verdict").asString())
				.isEqualTo("MATCH");
			family.blue("UPDATE old.p SET n = 12 WHERE id = 12", "DELETE FROM old.p WHERE id = 13",
					"INSERT INTO old.p VALUES (1000, 'new', 1)");
			assertThat(isBroken(family)).isFalse();
			assertThat(family.inGreen(
					"SELECT format('%s %s', id, n) FROM new.p WHERE id IN (5, 6, 10, 11, 12, 13, 1000) ORDER BY id"))
				.containsExactly("6 9", "10 10", "12 12", "1000 1");
			family.blue("UPDATE old.p SET n = 14 WHERE id = 14");
			assertThat(isBroken(family)).isFalse();
			assertThat(family.run("gate", "--refresh").code()).isZero();
		}
	}

	/** It may hold a row that was deleted before the verdict began. */
	@Test
	void applyThatWasOpenMayWriteWhatIsGone() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			family.green("DELETE FROM new.p WHERE id = 5",
					"UPDATE new.p SET n = 9, row_version = (SELECT row_version FROM old.p WHERE id = 6) WHERE id = 6");
			try (Locks apply = new Locks(family.stores().green(),
					"SELECT pg_advisory_xact_lock_shared(1650946661, 1)")) {
				assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
				apply.run("SELECT 1");
			}
			assertThat(isBroken(family)).isTrue();
			assertThat(family.verify("p").get("answer").asString()).isEqualTo("MATCH");
			assertThat(isBroken(family)).isFalse();
		}
	}

	@Test
	void whatIsVerifiedBeforeTheLogHadAGapIsNothingToGoOnFrom() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			assertThat(mended(family).get("verdict").asString()).isEqualTo("MATCH");
			family.blue("ALTER TABLE old.p DISABLE TRIGGER zz_bluegreen_change", "DELETE FROM old.p WHERE id = 7",
					"ALTER TABLE old.p ENABLE ALWAYS TRIGGER zz_bluegreen_change");
			assertThat(isBroken(family)).isTrue();
		}
	}

	@Test
	void laterVerdictThatIsNoMatchSpeaksAgainstIt() throws Exception {
		try (Family family = family(Where.ONE_DATABASE)) {
			assertThat(mended(family).get("verdict").asString()).isEqualTo("MATCH");
			family.green("DELETE FROM new.p WHERE id = 8");
			assertThat(family.verify("p", "--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
			assertThat(isBroken(family)).isTrue();
		}
	}

}
