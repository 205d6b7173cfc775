package io.bluegreen.jobs.repair;

import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Family;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repair mends what verify saw, and nothing else.
 */
class RepairTests {

	private static final String VERDICT = "SELECT (blue, green, expires_at, started_at)::text FROM bluegreen.verdict WHERE table_name = 'p' ORDER BY verdict_id DESC";

	@TempDir
	Path directory;

	private Family family;

	@BeforeEach
	void create() throws Exception {
		this.family = Family.create(Where.ONE_DATABASE, this.directory);
	}

	@AfterEach
	void drop() throws Exception {
		this.family.close();
	}

	private JsonNode repair(String... options) throws Exception {
		return this.family.repair(options).get("tables").get(0);
	}

	private void differs(String... damage) throws Exception {
		this.family.green(damage);
		assertThat(this.family.verify("--settle=0s").get("answer").asString()).isEqualTo("DIFFER");
	}

	private static String left(JsonNode table) {
		return table.get("left").toString();
	}

	@Test
	void rowThatBlueInsertsAgainBetweenVerifyAndRepairIsNotDeleted() throws Exception {
		differs("INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		this.family.blue("INSERT INTO old.p VALUES (1000, 'alive', 1)");
		JsonNode table = repair("p", "--delete-extra");
		assertThat(table.get("deleted").asInt()).isZero();
		assertThat(left(table)).contains("\"id\":\"1000\"", "Blue has it again since verify");
		assertThat(this.family.inGreen("SELECT v FROM new.p WHERE id = 1000")).containsExactly("extra");
		assertThat(this.family.program().run("reconcile").code()).isZero();
		assertThat(this.family.verify("p").get("answer").asString()).isEqualTo("MATCH");
	}

	@Test
	void rowThatLivesAgainWhileRepairWaitsForItsLockIsNotDeleted() throws Exception {
		differs("INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		try (Locks dualWrite = new Locks(this.family.stores().green(), "INSERT INTO old.p VALUES (1000, 'alive', 1)",
				"UPDATE new.p SET v = 'alive', row_version = (SELECT row_version FROM old.p WHERE id = 1000) WHERE id = 1000")) {
			Running repair = Running.start(this.family.program(), "repair", "p", "--delete-extra");
			dualWrite.awaitWaiter();
			dualWrite.commit();
			assertThat(repair.end().code()).isZero();
		}
		assertThat(this.family.inGreen("SELECT v FROM new.p WHERE id = 1000")).containsExactly("alive");
		this.family.isEqual();
	}

	@Test
	void differenceThatSomebodyElseHasMendedWritesNothing() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		this.family.green("UPDATE new.p SET v = 'v5' WHERE id = 5");
		String before = String.valueOf(this.family.inGreen("SELECT (xmin, ctid)::text FROM new.p WHERE id = 5"));
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).isZero();
		assertThat(table.get("left")).isEmpty();
		assertThat(table.get("verdict").asString()).isEqualTo("MATCH");
		assertThat(this.family.inGreen("SELECT (xmin, ctid)::text FROM new.p WHERE id = 5")).hasToString(before);
	}

	@Test
	void rowThatChangedSinceVerifyIsLeft() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id IN (5, 6)", "DELETE FROM new.p WHERE id = 7");
		this.family.green("UPDATE new.p SET v = 'newer', row_version = row_version + 1 WHERE id = 5",
				"INSERT INTO new.p VALUES (7, 'put here', 1, 1)");
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).isEqualTo(1);
		assertThat(left(table)).contains("\"id\":\"5\"", "\"id\":\"7\"", "changed since verify")
			.doesNotContain("\"6\"");
		assertThat(table.get("verdict").asString()).isEqualTo("DIFFER");
		assertThat(this.family.inGreen("SELECT v FROM new.p WHERE id IN (5, 6, 7) ORDER BY id"))
			.containsExactly("newer", "v6", "put here");
		assertThat(this.family.run("differences", "p").json()).hasSize(2);
		JsonNode again = repair("p");
		assertThat(again.get("verdict").asString()).as("by the new verdict: " + again).isEqualTo("MATCH");
		this.family.isEqual();
	}

	@Test
	void rowIsKnownByWhatItWasWhenItWasConfirmed() throws Exception {
		this.family.green("UPDATE new.p SET v = 'early', row_version = row_version - 9 WHERE id = 5");
		try (Locks unread = new Locks(this.family.stores().green())) {
			Running verify = Running.start(this.family.program(), "verify", "p", "--settle=3s");
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> !this.family.inGreen("SELECT key FROM bluegreen.difference WHERE state = 'candidate'")
					.isEmpty());
			unread.run("UPDATE new.p SET v = 'late', row_version = row_version + 1 WHERE id = 5");
			unread.commit();
			assertThat(verify.end().code()).isEqualTo(3);
		}
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).as(table.toString()).isEqualTo(1);
		this.family.isEqual();
	}

	@Test
	void rowThatBlueChangesAfterItWasMendedIsBroughtToo() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		this.family.green("SET ROLE legacy_owner", """
				CREATE FUNCTION new.write_blue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
				BEGIN
				    UPDATE old.p SET v = 'its dual write was lost' WHERE id = new.id AND v = 'v5';
				    RETURN NULL;
				END $$""",
				"CREATE TRIGGER write_blue AFTER UPDATE ON new.p FOR EACH ROW EXECUTE FUNCTION new.write_blue()");
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).isEqualTo(1);
		assertThat(table.get("left")).isEmpty();
		assertThat(table.get("verdict").asString()).isEqualTo("MATCH");
		assertThat(this.family.inGreen("SELECT v FROM new.p WHERE id = 5")).containsExactly("its dual write was lost");
		this.family.isEqual();
	}

	@Test
	void keyThatWaitsForReconcileIsLeftToIt() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id IN (5, 6, 7)");
		this.family.green(
				"INSERT INTO bluegreen.changed_key (table_name, key, gone, pass) VALUES ('p', '{5}', false, 1)",
				"INSERT INTO bluegreen.changed_key (table_name, key, gone, pass, sqlstate, error) VALUES ('p', '{6}', false, 1, '23514', 'no')");
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).as("a rejected one waits for nobody").isEqualTo(2);
		assertThat(left(table)).contains("\"id\":\"5\"", "its change in Blue waits for reconcile");
	}

	@Test
	void extraRowsAreDeletedOnRequestOnly() throws Exception {
		differs("INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		JsonNode kept = repair("p");
		assertThat(left(kept)).contains("only Green has it: --delete-extra deletes it");
		assertThat(kept.get("verdict").asString()).isEqualTo("DIFFER");
		JsonNode deleted = repair("p", "--delete-extra");
		assertThat(deleted.get("deleted").asInt()).isEqualTo(1);
		assertThat(deleted.get("verdict").asString()).isEqualTo("MATCH");
	}

	@Test
	void neitherMakesAVerdictYoungNorMovesItsPositions() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		String before = this.family.inGreen(VERDICT).get(0);
		assertThat(repair("p").get("verdict").asString()).isEqualTo("MATCH");
		assertThat(this.family.inGreen(VERDICT)).hasSize(2).containsOnly(before);
		assertThat(this.family
			.inGreen("SELECT stands_on FROM bluegreen.verdict WHERE table_name = 'p' ORDER BY verdict_id DESC LIMIT 1"))
			.isEqualTo(this.family.inGreen("SELECT min(verdict_id) FROM bluegreen.verdict WHERE table_name = 'p'"));
	}

	@Test
	void capThatWasHitKeepsTheVerdictFromAMatchAndTheRepairFromBeingComplete() throws Exception {
		this.family.program().setting("max-differences: 5");
		differs("UPDATE new.p SET v = 'wrong' WHERE id <= 50");
		Program.Outcome outcome = this.family.run("repair", "p");
		assertThat(outcome.code()).as(outcome.out()).isEqualTo(4);
		assertThat(outcome.json().get("answer").asString()).isEqualTo("INCOMPLETE");
		assertThat(outcome.err()).contains("bluegreen verify p, and bluegreen repair p");
		JsonNode table = outcome.json().get("tables").get(0);
		assertThat(table.get("left")).isEmpty();
		assertThat(table.get("replaced").asInt()).isEqualTo(5);
		assertThat(table.get("verdict").asString()).isEqualTo("INCOMPLETE");
		assertThat(table.get("reasons").toString()).contains("45 more rows were not equal");
		assertThat(this.family.inGreen("SELECT answer FROM bluegreen.verdict ORDER BY verdict_id DESC LIMIT 1"))
			.containsExactly("INCOMPLETE");
	}

	@Test
	void rowThatGreenRefusesDoesNotKeepTheOthers() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id IN (5, 6, 7)",
				"ALTER TABLE new.p ADD CONSTRAINT odd CHECK (v <> 'v6') NOT VALID");
		JsonNode table = repair("p");
		assertThat(table.get("replaced").asInt()).isEqualTo(2);
		assertThat(left(table)).contains("\"id\":\"6\"", "CHECK violated (23514): constraint odd");
	}

	@Test
	void rowsThatNeedOneAnotherComeTogether() throws Exception {
		this.family.blue("INSERT INTO old.p VALUES (5000, 'mutual', 1)", "INSERT INTO old.c VALUES (5000, 5000, 1)");
		this.family.succeeds(this.family.program().run("reconcile"));
		this.family.green("ALTER TABLE new.p ADD CONSTRAINT p_c FOREIGN KEY (id) REFERENCES new.c DEFERRABLE",
				"ALTER TABLE new.c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES new.p DEFERRABLE");
		differs("BEGIN", "SET CONSTRAINTS ALL DEFERRED", "DELETE FROM new.p WHERE id = 5000",
				"DELETE FROM new.c WHERE id = 5000", "COMMIT");
		JsonNode answer = this.family.repair();
		assertThat(answer.get("answer").asString()).as(answer.toString()).isEqualTo("COMPLETE");
		this.family.isEqual();
	}

	@Test
	void childrenThatGoAlongAreCountedAndComeBack() throws Exception {
		this.family.reference("ON DELETE CASCADE");
		differs("INSERT INTO new.p VALUES (1000, 'extra', 1, 7)", "UPDATE new.c SET p = 1000 WHERE id IN (5, 6)",
				"INSERT INTO new.c VALUES (2000, 1000, 1, 7)");
		this.family.green(
				"INSERT INTO bluegreen.changed_key (table_name, key, gone, pass, state) VALUES ('c', '{5}', true, 1, 'waiting')");
		JsonNode planned = this.family.run("repair", "p", "--delete-extra", "--dry-run").json().get("tables").get(0);
		assertThat(planned.get("cascaded").toString()).contains("\"table\":\"c\"", "\"rows\":3");
		JsonNode table = repair("p", "--delete-extra");
		assertThat(table.get("cascaded").toString()).contains("\"table\":\"c\"", "\"rows\":3", "\"broughtBack\":2");
		this.family.isEqual();
		assertThat(this.family.inGreen("SELECT key FROM bluegreen.changed_key"))
			.as("a key that was gone is set once more")
			.containsExactly("{5}");
	}

	@Test
	void childThatCannotComeBackIsNamedAndStaysQueued() throws Exception {
		this.family.reference("ON DELETE CASCADE");
		this.family.blue("INSERT INTO old.c VALUES (700, 1000, 1)");
		differs("INSERT INTO new.p VALUES (1000, 'extra', 1, 7)", "INSERT INTO new.c VALUES (700, 1000, 1, 7)");
		JsonNode table = repair("p", "--delete-extra");
		assertThat(table.get("deleted").asInt()).isEqualTo(1);
		assertThat(left(table)).contains("\"table\":\"c\"", "\"id\":\"700\"", "23503");
		assertThat(this.family.inGreen("SELECT key FROM bluegreen.changed_key WHERE error IS NOT NULL"))
			.containsExactly("{700}");
	}

	@Test
	void dryRunSaysWhatWouldBeDoneAndWritesNothing() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5", "DELETE FROM new.p WHERE id = 6",
				"INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		String before = String.valueOf(this.family.inGreen("SELECT (xmin, p)::text FROM new.p p ORDER BY id"));
		Program.Outcome outcome = this.family.run("repair", "p", "--delete-extra", "--dry-run");
		assertThat(outcome.code()).isZero();
		JsonNode table = outcome.json().get("tables").get(0);
		assertThat(outcome.json().get("dryRun").asBoolean()).isTrue();
		assertThat(table.get("plan").toString()).isEqualTo(
				"[{\"key\":{\"id\":\"5\"},\"does\":\"replace\"},{\"key\":{\"id\":\"6\"},\"does\":\"insert\"},{\"key\":{\"id\":\"1000\"},\"does\":\"delete\"}]");
		assertThat(this.family.inGreen("SELECT (xmin, p)::text FROM new.p p ORDER BY id")).hasToString(before);
		assertThat(this.family.inGreen("SELECT 1 FROM bluegreen.verdict WHERE table_name = 'p'")).hasSize(1);
		assertThat(this.family.program().run("repair", "p", "--dry-run").out())
			.contains("would be 1 rows replaced, 1 inserted, 0 deleted, 1 left", "replace {id=5}", "left: p {id=1000}")
			.doesNotContain("INSERT INTO");
		assertThat(this.family.program().run("repair", "p", "--dry-run", "--verbose").out())
			.contains("INSERT INTO new.p");
	}

	@Test
	void withoutAVerdictThatStandsItIsRefused() throws Exception {
		Program.Outcome none = this.family.program().run("repair", "p");
		assertThat(none.code()).isEqualTo(2);
		assertThat(none.err()).contains("there is no verdict on it", "`bluegreen verify p`");
		assertThat(this.family.verify().get("answer").asString()).isEqualTo("MATCH");
		Program.Outcome nothing = this.family.program().run("repair");
		assertThat(nothing.code()).isZero();
		assertThat(nothing.out()).contains("p: nothing to do", "c: nothing to do");
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		this.family
			.blue("CREATE OR REPLACE VIEW old.p_as_green AS SELECT id, upper(v) AS v, n, row_version FROM old.p");
		Program.Outcome replaced = this.family.program().run("repair", "p");
		assertThat(replaced.code()).isEqualTo(2);
		assertThat(replaced.err()).contains("does not stand any more", "the mapping was replaced",
				"`bluegreen verify p`");
	}

	@Test
	void waitsForWhoReconcilesOrPlansAndNamesThem() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		for (long purpose : new long[] { 0x62677001L, 0x62677002L }) {
			try (Locks other = new Locks(this.family.stores().green(),
					"SELECT pg_advisory_xact_lock(%d, 0)".formatted(purpose))) {
				Program.Outcome outcome = this.family.program().run("repair", "p", "--wait=0s");
				assertThat(outcome.code()).isEqualTo(75);
				assertThat(outcome.err()).contains("another process holds the lock", "pid ");
			}
		}
	}

	@Test
	void endedBeforeItsVerdictGoesOnWithTheSameCommand() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5", "INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		try (Locks apply = new Locks(this.family.stores().green(),
				"SELECT pg_advisory_xact_lock_shared(1650946661, 1)")) {
			Program.Outcome outcome = this.family.program().run("repair", "p", "--delete-extra", "--wait=0s");
			assertThat(outcome.code()).isEqualTo(75);
			assertThat(outcome.err()).contains("after applies that are open now: pid ");
			this.family.isEqual();
			assertThat(this.family.inGreen("SELECT answer FROM bluegreen.verdict WHERE table_name = 'p'"))
				.containsExactly("DIFFER");
			// It has read the row before it was deleted.
			apply.run("INSERT INTO new.p VALUES (1000, 'resurrected', 1, 7)");
			apply.commit();
		}
		JsonNode left = repair("p", "--delete-extra");
		assertThat(left.get("verdict").asString()).as(left.toString()).isEqualTo("DIFFER");
		assertThat(repair("p", "--delete-extra").get("verdict").asString()).isEqualTo("MATCH");
	}

	@Test
	void verdictThatIsGivenMeanwhileStands() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		try (Locks apply = new Locks(this.family.stores().green(),
				"SELECT pg_advisory_xact_lock_shared(1650946661, 1)")) {
			Running repair = Running.start(this.family.program(), "repair", "p", "--output=json");
			Awaitility.await().until(() -> this.family.inGreen("SELECT id FROM new.p WHERE v = 'wrong'").isEmpty());
			this.family
				.green("""
						INSERT INTO bluegreen.verdict (table_name, run, answer, started_at, expires_at, mapping_hash, blue, green, document)
						SELECT table_name, run + 100, 'INCOMPLETE', now(), now(), mapping_hash, blue, green, document
						FROM bluegreen.verdict WHERE table_name = 'p'
						""");
			apply.commit();
			Program.Outcome outcome = repair.end();
			assertThat(outcome.code()).as(outcome.out()).isEqualTo(4);
			assertThat(outcome.json().get("answer").asString()).isEqualTo("INCOMPLETE");
			JsonNode table = outcome.json().get("tables").get(0);
			assertThat(table.get("verdict").isNull()).as(table.toString()).isTrue();
			assertThat(table.get("reasons").toString()).contains("a newer verdict was given meanwhile");
		}
		assertThat(
				this.family.inGreen("SELECT answer FROM bluegreen.verdict WHERE table_name = 'p' ORDER BY verdict_id"))
			.containsExactly("DIFFER", "INCOMPLETE");
	}

	@Test
	void verifyThatDiffersLeadsToRepair() throws Exception {
		this.family.green("UPDATE new.p SET v = 'wrong' WHERE id = 5",
				"INSERT INTO new.p VALUES (1000, 'extra', 1, 7)");
		assertThat(this.family.program().run("verify", "p", "--settle=0s").err())
			.contains("`bluegreen repair p` mends them", "--delete-extra")
			.doesNotContain("--new");
		Program.Outcome repair = this.family.program().run("repair", "p", "--delete-extra");
		assertThat(repair.out()).contains("p: 1 rows replaced, 0 inserted, 1 deleted, 0 left; the verdict is MATCH");
	}

	@Test
	void historyListsEveryVerdictTheNewestFirst() throws Exception {
		differs("UPDATE new.p SET v = 'wrong' WHERE id = 5");
		repair("p");
		JsonNode history = this.family.run("history").json();
		assertThat(history).hasSize(2);
		assertThat(history.get(0).get("answer").asString()).isEqualTo("MATCH");
		assertThat(history.get(0).get("tables").toString()).isEqualTo("[{\"table\":\"p\",\"answer\":\"MATCH\"}]");
		assertThat(history.get(1).get("answer").asString()).isEqualTo("DIFFER");
		assertThat(history.get(1).get("by").asString()).isEqualTo("bluegreen_jobs");
		assertThat(history.get(1).get("tables").findValuesAsString("table")).containsExactlyInAnyOrder("p", "c");
		assertThat(this.family.run("history", "c").json()).hasSize(1);
		assertThat(this.family.run("history", "--limit=1").json()).hasSize(1);
		assertThat(this.family.program().run("history").out()).containsPattern("VERDICT +ANSWER +STARTED")
			.containsPattern("MATCH .* p MATCH\n");
	}

}
