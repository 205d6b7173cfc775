package io.bluegreen.jobs.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class ReconcileTests {

	private static final String ENTER = "SELECT pg_advisory_xact_lock_shared(1650946661, 1)";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(500));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program migrated() throws Exception {
		return new Program(this.fresh.database(), this.directory);
	}

	private Program backfilled() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		return program;
	}

	private void reconcileLeavesAllEqual(Program program) throws Exception {
		Program.Outcome outcome = program.run("reconcile");
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void bringsWhatChangedAndTakesAwayWhatIsGone() throws Exception {
		Program program = backfilled();
		Instant begin = Instant.now();
		sql().asApplication("UPDATE blue.payments SET description = 'changed' WHERE payment_id = 11",
				"DELETE FROM blue.payments WHERE payment_id = 12", "INSERT INTO blue.payments (payment_id, amount, "
						+ "currency, status, created_at) VALUES (-5, 1, 'EUR', 'PENDING', now())");
		Program.Outcome outcome = program.run("reconcile", "--output=json");
		var payments = outcome.json().get("tables").get(0);
		assertThat(payments.get("changes").asLong()).isEqualTo(3);
		assertThat(payments.get("applied").asLong()).isEqualTo(2);
		assertThat(payments.get("deleted").asLong()).isEqualTo(1);
		assertThat(payments.get("lagSeconds").asDouble()).as("the pass began after the changes")
			.isBetween(0.0, Duration.between(begin, Instant.now()).toMillis() / 1000.0);
		assertThat(sql().unequal()).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.changed_key")).isZero();
	}

	@Test
	void transactionOpenBeforeThePlanIsBroughtOnceItHasCommitted() throws Exception {
		Program program = migrated();
		try (Locks late = new Locks(this.fresh.database(), "SAVEPOINT one", """
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
				VALUES (-77, 1, 'EUR', 'PENDING', now())
				""", "RELEASE SAVEPOINT one", "SAVEPOINT two", "DELETE FROM blue.payments WHERE payment_id = 13",
				"ROLLBACK TO SAVEPOINT two")) {
			assertThat(program.run("backfill").code()).isZero();
			reconcileLeavesAllEqual(program);
			sql().asApplication("UPDATE blue.payments SET description = 'later' WHERE payment_id = 14");
			reconcileLeavesAllEqual(program);
			late.commit();
		}
		assertThat(sql().unequal()).isEqualTo(1);
		reconcileLeavesAllEqual(program);
	}

	@Test
	void versionsAreNumbers() throws Exception {
		Program program = backfilled();
		sql().run("UPDATE green.payments SET row_version = 9, description = 'old' WHERE payment_id = 11");
		sql().asApplication("UPDATE blue.payments SET description = 'new' WHERE payment_id = 11");
		reconcileLeavesAllEqual(program);
	}

	@Test
	void olderRowNeverOverwritesANewerOne() throws Exception {
		Program program = backfilled();
		sql().asApplication("UPDATE blue.payments SET description = 'seen by the log' WHERE payment_id = 11");
		sql().run("UPDATE green.payments SET row_version = row_version + 1000000000, description = 'newer' "
				+ "WHERE payment_id = 11");
		assertThat(program.run("reconcile").code()).isZero();
		assertThat(sql().list("SELECT description FROM green.payments WHERE payment_id = 11")).containsExactly("newer");
	}

	@Test
	void keyChangedAndChangedBackIsThereOnce() throws Exception {
		Program program = backfilled();
		sql().asApplication("DELETE FROM blue.payment_events WHERE payment_id IN (11, 12)",
				"UPDATE blue.payments SET payment_id = 100001 WHERE payment_id = 11",
				"UPDATE blue.payments SET payment_id = 100002 WHERE payment_id = 12");
		reconcileLeavesAllEqual(program);
		sql().asApplication("UPDATE blue.payments SET payment_id = 11 WHERE payment_id = 100001");
		reconcileLeavesAllEqual(program);
		assertThat(sql().number("SELECT count(*) FROM green.payments WHERE payment_id IN (11, 12, 100001, 100002)"))
			.isEqualTo(2);
	}

	@Test
	void nextLifeOfAKeyIsWrittenThoughItsVersionIsLower() throws Exception {
		Program program = backfilled();
		sql().asApplication("DELETE FROM blue.payment_events WHERE payment_id = 11",
				"DELETE FROM blue.payments WHERE payment_id = 11", """
						INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, description)
						VALUES (11, 1, 'EUR', 'PENDING', now(), 'second life')
						""");
		sql().run("UPDATE green.payments SET row_version = row_version + 1000000000000 WHERE payment_id = 11");
		reconcileLeavesAllEqual(program);
	}

	@Test
	void applyFrozenAfterItsReadDoesNotBringBackADeletedRow() throws Exception {
		Program program = backfilled();
		LegacyMappings dualWrite = LegacyMappings.read(this.fresh.as(LegacyDatabase.JOBS));
		sql().asApplication("DELETE FROM blue.payment_events WHERE payment_id = 11");
		sql().run("DELETE FROM green.payments WHERE payment_id = 11");
		CompletableFuture<Void> frozen;
		Running reconcile;
		try (Locks placeholder = new Locks(this.fresh.database(), """
				INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json,
				                            row_version)
				VALUES (11, 1, 'EUR', 'pending', now(), '{}', 0)
				""")) {
			frozen = CompletableFuture.runAsync(() -> dualWrite.apply("blue.payments", 11));
			placeholder.awaitWaiter();
			sql().asApplication("DELETE FROM blue.payments WHERE payment_id = 11");
			reconcile = Running.start(program, "reconcile");
			Awaitility.await()
				.until(() -> sql()
					.number("SELECT count(*) FROM bluegreen.apply_wait JOIN bluegreen.changed_key USING (round) "
							+ "WHERE state = 'waiting' AND cardinality(waits_for) > 1") == 1);
			placeholder.rollback();
		}
		frozen.get(30, TimeUnit.SECONDS);
		assertThat(reconcile.end().code()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void deleteFrozenAfterItsReadDoesNotTakeAwayTheNextLife() throws Exception {
		Program program = backfilled();
		LegacyMappings dualWrite = LegacyMappings.read(this.fresh.as(LegacyDatabase.JOBS));
		sql().asApplication("DELETE FROM blue.payment_events WHERE payment_id = 11",
				"DELETE FROM blue.payments WHERE payment_id = 11");
		Running reconcile;
		try (Locks holder = new Locks(this.fresh.database(),
				"UPDATE green.payments SET description = 'held' WHERE payment_id = 11")) {
			reconcile = Running.start(program, "reconcile");
			holder.awaitWaiter();
			sql().asApplication("""
					INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, description)
					VALUES (11, 1, 'EUR', 'PENDING', now(), 'next life')
					""");
			holder.run("UPDATE green.payments g SET row_version = b.row_version, description = b.description "
					+ "FROM blue.payments_as_green b WHERE b.payment_id = g.payment_id AND g.payment_id = 11");
			holder.commit();
		}
		assertThat(reconcile.end().code()).isZero();
		assertThat(sql().unequal()).isZero();
		dualWrite.apply("blue.payments", 11);
		reconcileLeavesAllEqual(program);
	}

	@Test
	void nextLifeOfAParentKeepsItsChildrenUnderOnDeleteCascade() throws Exception {
		Program program = backfilled();
		sql().run(
				"ALTER TABLE green.payment_events ADD FOREIGN KEY (payment_id) REFERENCES green.payments ON DELETE CASCADE",
				"DO $$ DECLARE c name; BEGIN FOR c IN SELECT conname FROM pg_constraint "
						+ "WHERE conrelid = 'blue.payment_events'::regclass AND contype = 'f' LOOP "
						+ "EXECUTE format('ALTER TABLE blue.payment_events DROP CONSTRAINT %I', c); END LOOP; END $$");
		long parent = sql().number("SELECT min(payment_id) FROM blue.payment_events");
		sql().run("CREATE TEMP TABLE kept AS SELECT * FROM blue.payments WHERE payment_id = %d".formatted(parent),
				"DELETE FROM blue.payments WHERE payment_id = %d".formatted(parent),
				"INSERT INTO blue.payments SELECT * FROM kept");
		reconcileLeavesAllEqual(program);
		assertThat(sql().number("SELECT count(*) FROM green.payment_events WHERE payment_id = %d".formatted(parent)))
			.isPositive();
	}

	@Test
	void childrenThatACascadeTookAreNamedByVerify() throws Exception {
		Program program = backfilled();
		sql().run(
				"ALTER TABLE green.payment_events ADD FOREIGN KEY (payment_id) REFERENCES green.payments ON DELETE CASCADE");
		long parent = sql().number("SELECT min(payment_id) FROM blue.payment_events");
		sql().run("DELETE FROM green.payments WHERE payment_id = %d".formatted(parent));
		Program.Outcome verify = program.run("verify", "--settle=0s", "--output=json");
		assertThat(verify.code()).isEqualTo(3);
		assertThat(verify.json().get("tables").get(1).get("missing").asLong()).isEqualTo(
				sql().number("SELECT count(*) FROM blue.payment_events WHERE payment_id = %d".formatted(parent)));
	}

	@Test
	void openApplyMakesADeletedKeyWaitAndIsNamed() throws Exception {
		Program program = backfilled();
		sql().asApplication("DELETE FROM blue.payments WHERE payment_id = 11");
		try (Locks frozen = new Locks(this.fresh.database(), ENTER)) {
			Program.Outcome outcome = program.run("reconcile", "--wait=300ms");
			assertThat(outcome.code()).isEqualTo(75);
			assertThat(outcome.err()).contains("applies that are open", "pid ");
			assertThat(sql().unequal()).as("it is set once already").isZero();
			frozen.run("""
					INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json,
					                            row_version)
					VALUES (11, 1, 'EUR', 'pending', now(), '{}', 1)
					""");
			frozen.commit();
		}
		reconcileLeavesAllEqual(program);
	}

	@Test
	void preparedApplyIsOpenWhateverItsNameAndIsNamed() throws Exception {
		Program program = backfilled();
		String name = this.fresh.database().name();
		sql().asApplication("DELETE FROM blue.payments WHERE payment_id = 11");
		try (Locks apply = new Locks(this.fresh.database(), ENTER)) {
			Running reconcile = Running.start(program, "reconcile", "--wait=3s");
			Awaitility.await()
				.until(() -> sql()
					.number("SELECT count(*) FROM bluegreen.apply_wait WHERE cardinality(waits_for) > 1") == 1);
			apply.run("""
					INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json,
					                            row_version)
					VALUES (11, 1, 'EUR', 'pending', now(), '{}', 1)
					""", "PREPARE TRANSACTION '%s'".formatted(name));
			Program.Outcome outcome = reconcile.end();
			assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(75);
			assertThat(outcome.err()).contains("prepared transaction '%s'".formatted(name));
		}
		sql().run("COMMIT PREPARED '%s'".formatted(name));
		assertThat(sql().unequal()).isEqualTo(1);
		reconcileLeavesAllEqual(program);
	}

	@Test
	void aChangeOfALiveKeyDoesNotWaitForOpenApplies() throws Exception {
		Program program = backfilled();
		sql().asApplication("UPDATE blue.payments SET description = 'changed' WHERE payment_id = 11");
		try (Locks frozen = new Locks(this.fresh.database(), ENTER)) {
			reconcileLeavesAllEqual(program);
			frozen.rollback();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRUNCATE blue.payments CASCADE",
			"ALTER TABLE blue.payments DISABLE TRIGGER zz_bluegreen_change;"
					+ "DELETE FROM blue.payments WHERE payment_id = 17 AND NOT EXISTS (SELECT 1);"
					+ "ALTER TABLE blue.payments ENABLE ALWAYS TRIGGER zz_bluegreen_change" })
	void brokenLogEndsTheChainUntilANewPlan(String damage) throws Exception {
		Program program = backfilled();
		sql().run(damage);
		Program.Outcome broken = program.run("reconcile");
		assertThat(broken.code()).as(broken.err()).isEqualTo(4);
		assertThat(broken.out()).contains("payments:", "no pass can go on", "backfill payments --new");
		assertThat(program.run("reconcile").code()).as("it does not heal by itself").isEqualTo(4);
		assertThat(program.run("backfill", "--new").code()).isZero();
		assertThat(program.run("reconcile").code()).isZero();
	}

	@Test
	void brokenLogOfOneTableDoesNotKeepTheOthers() throws Exception {
		Program program = backfilled();
		sql().run("TRUNCATE blue.payment_events");
		sql().asApplication("UPDATE blue.payments SET description = 'changed' WHERE payment_id = 11");
		assertThat(program.run("reconcile").code()).isEqualTo(4);
		assertThat(sql().list("SELECT description FROM green.payments WHERE payment_id = 11"))
			.containsExactly("changed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "payments", "payment_events" })
	void replacedMappingOfOneTableDoesNotKeepTheOthers(String replaced) throws Exception {
		Program program = backfilled();
		sql().run("CREATE FUNCTION blue.added() RETURNS int LANGUAGE sql IMMUTABLE RETURN 1",
				"ALTER VIEW blue.%1$s_as_green RENAME TO one".formatted(replaced),
				"CREATE VIEW blue.%s_as_green AS SELECT * FROM (SELECT * FROM blue.one WHERE blue.added() = 1) o"
					.formatted(replaced),
				"GRANT SELECT ON blue.%s_as_green TO bluegreen_jobs".formatted(replaced));
		sql().asApplication("UPDATE blue.payments SET description = 'changed' WHERE payment_id <= 50",
				"UPDATE blue.payment_events SET note = 'changed' WHERE payment_id <= 50",
				"DELETE FROM blue.payment_events WHERE payment_id BETWEEN 51 AND 99",
				"DELETE FROM blue.payments WHERE payment_id BETWEEN 51 AND 99");
		Program.Outcome outcome = program.run("reconcile", "--output=json", "--wait=5s");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		outcome.json().get("tables").forEach((table) -> {
			boolean whole = !table.get("table").asString().equals(replaced);
			assertThat(table.get("applied").asLong() > 0).isEqualTo(whole);
			assertThat(table.get("deleted").asLong() > 0).isEqualTo(whole);
			assertThat(table.get("broken").toString()).contains(
					whole ? "null" : replaced + ": its mapping is not the one that Green was filled by",
					whole ? "" : replaced + " --new");
		});
		assertThat(sql().list("SELECT table_name FROM bluegreen.log_position WHERE broken IS NOT NULL"))
			.as("no pass goes on from the position")
			.containsExactly(replaced);
		assertThat(program.run("backfill", replaced, "--new").code()).isZero();
		reconcileLeavesAllEqual(program);
	}

	@Test
	void greensAuthorityRefusesAllTables() throws Exception {
		Program program = backfilled();
		sql().run("UPDATE bluegreen.authority SET side = 'green'");
		Program.Outcome outcome = program.run("reconcile");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("Green has authority");
	}

	@Test
	void keyThatGreenRefusesStaysQueuedAndIsTriedAgain() throws Exception {
		Program program = backfilled();
		sql().asApplication("UPDATE blue.payments SET status = 'UNHEARD' WHERE payment_id = 11",
				"UPDATE blue.payments SET description = 'fine' WHERE payment_id = 12");
		Program.Outcome refused = program.run("reconcile", "--output=json");
		assertThat(refused.code()).isEqualTo(4);
		assertThat(refused.json().get("tables").get(0).get("rejected").asLong()).isEqualTo(1);
		assertThat(sql().unequal()).isEqualTo(1);
		assertThat(sql().list("SELECT error FROM bluegreen.changed_key").get(0)).contains("23514")
			.doesNotContain("UNHEARD");
		assertThat(sql().number("""
				SELECT count(*) FROM bluegreen.log_position WHERE table_name = 'payments' AND reached_at < began_at
				""")).as("Green has not reached the position").isEqualTo(1);
		Program.Outcome verified = program.run("verify", "payments", "--settle=0s", "--output=json");
		assertThat(verified.code()).as("what waits for nobody is a difference").isEqualTo(3);
		assertThat(verified.json().get("tables").get(0).get("mismatched").asLong()).isEqualTo(1);
		sql().run("ALTER TABLE green.payments DROP CONSTRAINT payments_status_check");
		reconcileLeavesAllEqual(program);
	}

	@Test
	void valueThatMovesBetweenRowsUnderAUniqueKeyIsBrought() throws Exception {
		Program program = backfilled();
		sql().run("UPDATE blue.payments SET merchant_reference = 'ref-' || payment_id");
		reconcileLeavesAllEqual(program);
		sql().run("CREATE UNIQUE INDEX one_reference ON green.payments (merchant_reference)");
		sql().asApplication("UPDATE blue.payments SET merchant_reference = 'free-2' WHERE payment_id = 12",
				"UPDATE blue.payments SET merchant_reference = 'ref-12' WHERE payment_id = 11",
				"UPDATE blue.payments SET merchant_reference = 'free-3' WHERE payment_id = 13",
				"UPDATE blue.payments SET merchant_reference = 'ref-13' WHERE payment_id = 14");
		reconcileLeavesAllEqual(program);
	}

	@Test
	void deadlockWithSomebodyElseIsTriedAgain() throws Exception {
		Program program = backfilled();
		sql().asApplication("UPDATE blue.payments SET description = 'one' WHERE payment_id = 11",
				"UPDATE blue.payments SET description = 'two' WHERE payment_id = 12");
		Running reconcile;
		try (Locks other = new Locks(this.fresh.database(), "SET LOCAL deadlock_timeout = '20s'",
				"SELECT FROM green.payments WHERE payment_id = 12 FOR UPDATE")) {
			reconcile = Running.start(program, "reconcile");
			other.awaitWaiter();
			other.run("SELECT FROM green.payments WHERE payment_id = 11 FOR UPDATE");
			other.rollback();
		}
		Program.Outcome outcome = reconcile.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void isRefusedBeforeABackfill() throws Exception {
		Program.Outcome outcome = migrated().run("reconcile");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("no position", "bluegreen backfill");
	}

	@Test
	void secondReconcileWaitsAndNamesTheFirst() throws Exception {
		Program program = backfilled();
		try (Locks other = new Locks(this.fresh.database(), "SELECT pg_advisory_lock(1650946050, 0)")) {
			Program.Outcome outcome = program.run("reconcile", "--wait=300ms");
			assertThat(outcome.code()).isEqualTo(75);
			assertThat(outcome.err()).contains("lock to reconcile", "pid ");
			other.rollback();
		}
		reconcileLeavesAllEqual(program);
	}

}
