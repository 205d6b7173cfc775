package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a backfill goes on after connections, slots and executions were lost.
 */
class ResumeTests {

	/** Locks the place of a payment that Green does not have yet. */
	private static final String PLACEHOLDER = """
			INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
			VALUES (%d, 1, 'EUR', 'pending', now(), '{}', 0)
			""";

	private static final String TRIGGERS_ALLOWED = Program.PAYMENTS.replace("to: green.payments\n",
			"to: green.payments\n      triggers: allow\n");

	private static final String DIE = """
			CREATE FUNCTION green.die() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN
			    PERFORM pg_terminate_backend(pg_backend_pid());
			    RETURN new;
			END $$
			""";

	private static final String DIES_OF_150 = """
			CREATE TRIGGER die BEFORE INSERT ON green.payments FOR EACH ROW WHEN (new.payment_id = 150)
			EXECUTE FUNCTION green.die()
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program migrated() throws Exception {
		return new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100")
			.setting("chunk-target: 1ms");
	}

	private Program planned() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql());
		return program;
	}

	private void isWhole(Program.Outcome outcome) throws Exception {
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.attempt")).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.plan WHERE state = 'open'")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "status = 'STARTED', exit_code = 'UNKNOWN', end_time = NULL",
			"status = 'UNKNOWN', exit_code = 'UNKNOWN'",
			"status = 'STOPPING', exit_code = 'UNKNOWN', end_time = NULL" })
	void executionThatADeadHolderLeftIsRestarted(String left) throws Exception {
		Program program = planned();
		sql().run("UPDATE bluegreen.batch_job_execution SET " + left,
				"UPDATE bluegreen.batch_step_execution SET " + left);
		isWhole(program.run("backfill"));
	}

	@Test
	void stepLeftUnknownInAFailedExecutionIsRestarted() throws Exception {
		Program program = planned();
		sql().run("UPDATE bluegreen.batch_job_execution SET status = 'FAILED', exit_code = 'FAILED'",
				"UPDATE bluegreen.batch_step_execution SET status = 'UNKNOWN', exit_code = 'UNKNOWN'");
		isWhole(program.run("backfill"));
	}

	@Test
	void instanceWithoutAnExecutionIsPassedOver() throws Exception {
		Program program = planned();
		sql().run("""
				TRUNCATE bluegreen.batch_step_execution_context, bluegreen.batch_job_execution_context,
				         bluegreen.batch_job_execution_params, bluegreen.batch_step_execution,
				         bluegreen.batch_job_execution
				""");
		isWhole(program.run("backfill"));
	}

	@Test
	void workIsNotOverWhileSomebodyHoldsTheLastChunk() throws Exception {
		Program program = planned();
		Running backfill;
		try (Locks holder = new Locks(this.fresh.database(),
				"SELECT FROM bluegreen.chunk WHERE chunk_id = 3 FOR UPDATE")) {
			backfill = Running.start(program, "backfill");
			Awaitility.await()
				.until(() -> sql()
					.number("SELECT count(*) FROM bluegreen.chunk JOIN bluegreen.plan USING (plan_id) WHERE "
							+ "table_name = 'payments' AND chunk.state = 'pending'") == 1);
			Awaitility.await().during(Duration.ofMillis(500)).until(() -> !backfill.outcome().isDone());
			holder.rollback();
		}
		isWhole(backfill.end());
	}

	@ParameterizedTest
	@CsvSource({ "worker", "slot", "everybody" })
	void lostConnectionsAreTakenUpAgain(String lost) throws Exception {
		Program program = planned();
		Running backfill;
		try (Locks placeholder = new Locks(this.fresh.database(), PLACEHOLDER.formatted(7))) {
			backfill = Running.start(program, "backfill");
			long worker = placeholder.awaitWaiter();
			String whom = switch (lost) {
				case "worker" -> "pid = " + worker;
				case "slot" -> "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1650946052)";
				default -> "datname = current_database() AND usename = 'bluegreen_jobs'";
			};
			assertThat(sql().list("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + whom)).isNotEmpty();
			placeholder.rollback();
		}
		isWhole(backfill.end());
	}

	@Test
	void rowThatEndsItsSessionEachTimeIsSetAsideByItsKeyAndAllOthersArrive() throws Exception {
		Program program = migrated().tables(TRIGGERS_ALLOWED);
		sql().run(DIE, DIES_OF_150);
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(sql().list("SELECT attempts || ' ' || error FROM bluegreen.chunk WHERE state = 'failed'"))
			.singleElement()
			.asString()
			.startsWith("6 ")
			.contains("5 times in a row", "its only row is payment_id = 150");
		assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isEqualTo(1);
		assertThat(sql().list("SELECT payment_id FROM blue.payments EXCEPT SELECT payment_id FROM green.payments"))
			.containsExactly("150");
		sql().run("DROP TRIGGER die ON green.payments");
		isWhole(program.run("rerun"));
		assertThat(sql().list("SELECT halved FROM bluegreen.chunk WHERE attempts > 6"))
			.as("done as if it had never ended a session")
			.containsExactly("f");
	}

	@Test
	void rowIsNotSearchedForWhereManyChunksAreSetAsideAlready() throws Exception {
		Program program = planned().tables(TRIGGERS_ALLOWED);
		sql().run(DIE, DIES_OF_150,
				"INSERT INTO bluegreen.chunk (plan_id, from_key, to_key, state) SELECT 1, '{-1}', '{-1}', 'failed' FROM generate_series(1, 20)");
		assertThat(program.run("backfill", "payments").code()).isEqualTo(4);
		assertThat(sql().list("SELECT error FROM bluegreen.chunk WHERE state = 'failed' AND attempts > 0"))
			.singleElement()
			.asString()
			.contains("5 times in a row")
			.doesNotContain("150");
		assertThat(sql().number("SELECT count(*) FROM green.payments")).isEqualTo(900);
	}

	@Test
	void lockMissedByAChunkIsNotHeldAgainstIt() throws Exception {
		Program program = planned().setting("lock-timeout: 100ms").setting("workers: 1");
		Running backfill;
		try (Locks placeholder = new Locks(this.fresh.database(), PLACEHOLDER.formatted(7))) {
			backfill = Running.start(program, "backfill");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> sql()
					.number("SELECT count(*) FROM bluegreen.batch_step_execution WHERE status = 'FAILED'") > 2);
			assertThat(sql().number("SELECT count(*) FROM bluegreen.attempt")).isLessThan(2);
			placeholder.rollback();
		}
		isWhole(backfill.end());
	}

	@Test
	void givesUpWithoutProgressForLongerThanRetryFor() throws Exception {
		Program program = planned().setting("lock-timeout: 100ms").setting("retry-for: 1s");
		try (Locks placeholder = new Locks(this.fresh.database(), PLACEHOLDER.formatted(7))) {
			Program.Outcome outcome = program.run("backfill");
			assertThat(outcome.code()).isEqualTo(1);
			assertThat(outcome.err()).contains("the same command resumes");
			placeholder.rollback();
		}
		isWhole(program.run("backfill"));
	}

	@ParameterizedTest
	@CsvSource({ "1650946049, plan", "1650946051, close" })
	void anotherProcessThatPlansOrClosesIsNamed(long purpose, String name) throws Exception {
		Program program = migrated();
		try (Locks other = new Locks(this.fresh.database(), "SELECT pg_advisory_lock(%d, 0)".formatted(purpose))) {
			Program.Outcome outcome = program.run("backfill", "--wait=300ms");
			assertThat(outcome.code()).isEqualTo(75);
			assertThat(outcome.err()).contains("lock to " + name, "pid ");
			other.rollback();
		}
		isWhole(program.run("backfill"));
	}

	@Test
	void rowHeldOpenInGreenIsWaitedForByThePlanningAndNamed() throws Exception {
		Program program = migrated();
		try (Locks writer = new Locks(this.fresh.database(), "LOCK TABLE green.payments IN ROW EXCLUSIVE MODE")) {
			Program.Outcome outcome = program.run("backfill", "--wait=300ms");
			assertThat(outcome.code()).as(outcome.err()).isEqualTo(75);
			Running backfill = Running.start(program, "backfill");
			writer.awaitWaiter();
			writer.rollback();
			isWhole(backfill.end());
		}
	}

}
