package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backfills that another process pauses, resumes and turns the knobs of.
 */
@Tag("slow")
class KnobsIntegrationTests {

	private static final String DONE = "SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'";

	/** Nobody writes a row of Green before it ends. */
	private static final String NO_WRITES = "LOCK TABLE green.payments IN SHARE MODE";

	private static final String WRITERS = """
			SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'green.payments'::regclass
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program planned() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 20");
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql());
		return program;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	private ProgramProcess start(Program program, String... options) throws Exception {
		String[] command = new String[options.length + 1];
		command[0] = "backfill";
		System.arraycopy(options, 0, command, 1, options.length);
		return ProgramProcess.start(program, this.directory, command);
	}

	private static void succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	@Test
	void pausedBackfillTakesNothingNewUntilItIsResumed() throws Exception {
		Program program = planned();
		try (ProgramProcess backfill = start(program, "--max-rows-per-second=100")) {
			await().until(() -> sql().number(DONE) > 1);
			succeeds(program.run("pause"));
			await().until(() -> backfill.err().contains("paused since"));
			succeeds(program.run("set", "max-rows-per-second=none"));
			long done = sql().number(DONE);
			await().during(Duration.ofSeconds(2)).until(() -> sql().number(DONE) == done);
			assertThat(sql().number("SELECT count(*) FROM bluegreen.attempt")).isZero();
			assertThat(program.run("status").out()).contains("payments: held back: paused since",
					"`bluegreen resume payments`");
			succeeds(program.run("resume"));
			assertThat(backfill.exitCode()).as(backfill.err()).isZero();
		}
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void processThatStartsOnAPausedPlanWaitsUntilItIsStopped() throws Exception {
		Program program = planned();
		succeeds(program.run("pause"));
		for (int start = 1; start <= 2; start++) {
			try (ProgramProcess backfill = start(program)) {
				await().until(() -> backfill.err().contains("paused since"));
				backfill.signal("TERM");
				assertThat(backfill.exitCode()).as(backfill.err()).isEqualTo(75);
			}
		}
		assertThat(sql().number(DONE)).isZero();
		assertThat(program.run("resume").out()).contains("payments: plan 1: as its processes were started");
		succeeds(program.run("backfill"));
	}

	@Test
	void pausedPlanThatIsReplacedLetsItsProcessesGo() throws Exception {
		Program program = planned();
		succeeds(program.run("pause"));
		try (ProgramProcess backfill = start(program)) {
			await().until(() -> backfill.err().contains("paused since"));
			succeeds(program.run("backfill", "--new"));
			assertThat(backfill.exitCode()).as(backfill.err()).isEqualTo(75);
		}
	}

	@Test
	void noMoreWorkersClaimThanAreSet() throws Exception {
		Program program = planned();
		succeeds(program.run("set", "workers=1"));
		try (Locks locks = new Locks(this.fresh.database(), NO_WRITES);
				ProgramProcess backfill = start(program, "--workers=3")) {
			long first = locks.awaitWaiter();
			await().during(Duration.ofSeconds(2)).until(() -> sql().number(WRITERS) == 1);
			// Its place is taken by one that rests.
			sql().run("SELECT pg_terminate_backend(%d)".formatted(first));
			assertThat(locks.awaitWaiter()).isNotEqualTo(first);
			succeeds(program.run("set", "workers=2", "payments"));
			await().until(() -> sql().number(WRITERS) == 2);
			succeeds(program.run("set", "workers=1"));
			locks.rollback();
			assertThat(backfill.exitCode()).as(backfill.err()).isZero();
		}
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void restartThatAsksForTheSameRateKeepsTheOneThatWasSet() throws Exception {
		Program program = planned();
		sql().run("UPDATE bluegreen.plan SET max_rows_per_second = 5, asked_rows_per_second = 5");
		succeeds(program.run("set", "max-rows-per-second=100000"));
		succeeds(program.run("backfill", "--max-rows-per-second=5"));
		assertThat(sql().number("SELECT min(max_rows_per_second) FROM bluegreen.plan")).isEqualTo(100_000);
	}

	@Test
	void knobsAreForOpenPlansAndRefusedWithTheWayOut() throws Exception {
		Program program = planned();
		succeeds(program.run("backfill", "payments"));
		assertThat(program.run("pause").out()).contains("payments: no plan is open",
				"payment_events: plan 2: paused since");
		Program.Outcome none = program.run("pause", "payments");
		assertThat(none.code()).isEqualTo(2);
		assertThat(none.err()).contains("there is no open plan of payments", "`bluegreen backfill` makes one");
		Program.Outcome unknown = program.run("set", "speed=3");
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err()).contains("speed is no knob: there are max-rows-per-second, workers, chunk-target");
		assertThat(
				program.run("set", "chunk-target=2s", "--output=json").json().get(1).get("chunkTargetMillis").asInt())
			.isEqualTo(2000);
	}

}
