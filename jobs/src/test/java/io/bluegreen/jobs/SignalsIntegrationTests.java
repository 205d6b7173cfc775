package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stopped and killed at points where a lock of ours holds the program.
 */
@Tag("slow")
class SignalsIntegrationTests {

	private static final String IN_PLANNING = "LOCK TABLE bluegreen.plan IN SHARE MODE";

	private static final String IN_EXTENDING_THE_PLAN = "LOCK TABLE bluegreen.chunk IN SHARE ROW EXCLUSIVE MODE";

	private static final String IN_A_CHUNK = """
			INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
			VALUES (7, 1, 'EUR', 'pending', now(), '{}', 0)
			""";

	private static final String IN_THE_LAST_CHUNK = """
			INSERT INTO green.payment_events (payment_id, event_no, event_type, occurred_at, row_version)
			SELECT payment_id, event_no, 'x', now(), 0 FROM blue.payment_events ORDER BY 1 DESC, 2 DESC LIMIT 1
			""";

	private static final String IN_THE_CLOSING_RECONCILE = "LOCK TABLE bluegreen.changed_key IN SHARE MODE";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program migrated() throws Exception {
		return new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
	}

	private Program planned() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql());
		return program;
	}

	private void goesOnToTheEnd(Program program) throws Exception {
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void killedWhileItExtendsItsPlanItLosesNothing() throws Exception {
		Program program = planned();
		Planned.partly(sql());
		try (Locks lock = new Locks(this.fresh.database(), IN_EXTENDING_THE_PLAN);
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "backfill")) {
			lock.awaitWaiter();
			victim.signal("KILL");
			assertThat(victim.exitCode()).isEqualTo(137);
			lock.rollback();
		}
		goesOnToTheEnd(program);
		assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { IN_PLANNING, IN_A_CHUNK, IN_THE_CLOSING_RECONCILE })
	void killedProcessIsTakenUpByTheNext(String where) throws Exception {
		Program program = where.equals(IN_PLANNING) ? migrated() : planned();
		try (Locks lock = new Locks(this.fresh.database(), where);
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "backfill")) {
			lock.awaitWaiter();
			victim.signal("KILL");
			assertThat(victim.exitCode()).isEqualTo(137);
			lock.rollback();
		}
		goesOnToTheEnd(program);
	}

	@ParameterizedTest
	@ValueSource(strings = { IN_PLANNING, IN_A_CHUNK, IN_THE_LAST_CHUNK })
	void stoppedProcessFinishesItsTransactionAndAnswers75(String where) throws Exception {
		Program program = where.equals(IN_PLANNING) ? migrated() : planned();
		try (Locks lock = new Locks(this.fresh.database(), where);
				ProgramProcess stopped = ProgramProcess.start(program, this.directory, "backfill")) {
			lock.awaitWaiter();
			stopped.signal("TERM");
			lock.rollback();
			assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(75);
			assertThat(stopped.err()).contains("stopped on request");
		}
		assertThat(sql().number("SELECT count(*) FROM bluegreen.attempt")).isZero();
		goesOnToTheEnd(program);
	}

	@Test
	void killedBetweenAbsorbingAndSettingKeepsWhatItAbsorbed() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		sql().asApplication("UPDATE blue.payments SET description = 'changed' WHERE payment_id = 11",
				"DELETE FROM blue.payments WHERE payment_id = 12");
		try (Locks lock = new Locks(this.fresh.database(), "LOCK TABLE green.payments IN SHARE MODE");
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "reconcile")) {
			lock.awaitWaiter();
			assertThat(sql().number("SELECT count(*) FROM bluegreen.changed_key")).isGreaterThan(1);
			victim.signal("KILL");
			victim.exitCode();
			lock.rollback();
		}
		assertThat(program.run("reconcile").code()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void killedVerifyLeavesNoVerdictAndTheNextOneLooksAtEverything() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		sql().run("UPDATE green.payments SET description = 'not what Blue says' WHERE payment_id = 555");
		try (Locks lock = new Locks(this.fresh.database(), "LOCK TABLE bluegreen.difference IN SHARE MODE");
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "verify", "--workers=1")) {
			lock.awaitWaiter();
			assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk JOIN bluegreen.plan p USING (plan_id) "
					+ "WHERE p.kind = 'verify' AND chunk.state = 'done'"))
				.as("half-way")
				.isBetween(1L, 9L);
			victim.signal("KILL");
			assertThat(victim.exitCode()).isEqualTo(137);
			lock.rollback();
		}
		assertThat(sql().number("SELECT count(*) FROM bluegreen.verdict")).isZero();
		Program.Outcome outcome = program.run("verify", "--settle=0s", "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
		var payments = outcome.json().get("tables").get(0);
		assertThat(payments.get("scanned").asLong()).isEqualTo(sql().number("SELECT count(*) FROM blue.payments"));
		assertThat(payments.get("mismatched").asLong()).isEqualTo(1);
		assertThat(program.run("differences", "--output=json").json()).hasSize(1);
		assertThat(outcome.json().get("tables").get(1).get("answer").asString()).isEqualTo("MATCH");
	}

	@Test
	void frozenProcessLosesItsChunkAndCommitsNothing() throws Exception {
		Program program = planned().setting("statement-timeout: 1s").setting("chunk-target: 1ms");
		try (Locks lock = new Locks(this.fresh.database(), IN_A_CHUNK);
				ProgramProcess zombie = ProgramProcess.start(program, this.directory, "backfill", "--workers=1")) {
			lock.awaitWaiter();
			zombie.signal("STOP");
			lock.rollback();
			goesOnToTheEnd(program);
			sql().asApplication("UPDATE blue.payments SET description = 'after' WHERE payment_id BETWEEN 1 AND 100");
			long before = sql().number("SELECT sum(xmin::text::bigint) FROM green.payments");
			zombie.signal("CONT");
			assertThat(zombie.exitCode()).as(zombie.err()).isZero();
			assertThat(sql().number("SELECT sum(xmin::text::bigint) FROM green.payments")).isEqualTo(before);
		}
	}

	@Test
	void frozenProcessLetsGoOfBluesTable() throws Exception {
		Program program = planned();
		try (Locks lock = new Locks(this.fresh.database(), IN_A_CHUNK);
				ProgramProcess frozen = ProgramProcess.start(program, this.directory, "backfill", "--workers=1")) {
			lock.awaitWaiter();
			frozen.signal("STOP");
			lock.rollback();
			sql().run("SET lock_timeout = '20s'",
					"DO $$ BEGIN LOCK TABLE blue.payments IN ACCESS EXCLUSIVE MODE; END $$");
			frozen.signal("CONT");
			assertThat(frozen.exitCode()).as(frozen.err()).isZero();
		}
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void rateThatIsNamedLaterAppliesToTheOpenPlan() throws Exception {
		Program program = planned();
		try (ProgramProcess slow = ProgramProcess.start(program, this.directory, "backfill", "payments",
				"--max-rows-per-second=1")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> sql().number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 0);
			Program.Outcome outcome = program.run("backfill", "payments", "--max-rows-per-second=100000");
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(slow.exitCode()).as(slow.err()).isIn(0, 75);
		}
		assertThat(sql().unequal()).isEqualTo(sql().number("SELECT count(*) FROM blue.payment_events"));
	}

	@Test
	void twoProcessesKeepToOneRateTogether() throws Exception {
		Program program = migrated();
		try (ProgramProcess one = ProgramProcess.start(program, this.directory, "backfill", "payments",
				"--max-rows-per-second=300");
				ProgramProcess two = ProgramProcess.start(program, this.directory, "backfill", "payments",
						"--max-rows-per-second=300")) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sql().number("""
					SELECT count(DISTINCT l.objid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
					WHERE l.locktype = 'advisory' AND l.classid = 1650946052 AND a.datname = current_database()
					""") == 2);
			assertThat(one.exitCode()).as(one.err()).isIn(0, 75);
			assertThat(two.exitCode()).as(two.err()).isIn(0, 75);
		}
		// Four workers begin at once with a chunk each; the other rows have to wait.
		assertThat(sql().number(
				"SELECT (extract(epoch FROM max(finished_at) - min(finished_at)) * 1000)::bigint FROM bluegreen.chunk"))
			.isGreaterThan(1900);
		assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk")).isGreaterThanOrEqualTo(10);
	}

}
