package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testbed.traffic.Counter;
import io.bluegreen.testbed.traffic.Faults;
import io.bluegreen.testbed.traffic.LibraryDualWrite;
import io.bluegreen.testbed.traffic.Load;
import io.bluegreen.testbed.traffic.Traffic;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two backfills of one plan while writers never stop and dual writes come late, twice, in
 * any order or not at all; one of the two is killed, or frozen until the other is done.
 */
@Tag("slow")
class ConcurrencyIntegrationTests {

	/** As a process that was killed leaves executions. */
	private static final String LEFT = "status = 'STARTED', exit_code = 'UNKNOWN', end_time = NULL";

	private static final String SLOTS = """
			SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
			WHERE locktype = 'advisory' AND classid = 1650946052 AND datname = current_database()
			""";

	private static final String EXECUTIONS = """
			SELECT string_agg(status, ' ' ORDER BY job_execution_id) FROM bluegreen.batch_job_execution
			GROUP BY job_instance_id ORDER BY job_instance_id
			""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "ONE_DATABASE, KILL, true", "ONE_DATABASE, STOP, true", "ONE_DATABASE, KILL, false",
			"TWO_DATABASES, KILL, true", "TWO_DATABASES, STOP, true", "OLDER_TARGET, KILL, false" })
	void everyRowIsEqualAfterOneReconcile(Where where, String signal, boolean dualWrite) throws Exception {
		try (Stores stores = Migrated.stores(where, 10_000)) {
			hammer(stores, signal, dualWrite);
		}
	}

	private void hammer(Stores stores, String signal, boolean dualWrite) throws Exception {
		Sql sql = stores.inGreen();
		Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 200")
			.setting("chunk-target: 50ms")
			.setting("statement-timeout: 3s")
			.setting("lock-timeout: 2s");
		long seed = System.nanoTime();
		try (LibraryDualWrite service = LibraryDualWrite.start(stores.blue().url(), stores.green().url());
				Traffic traffic = new Traffic(stores.blue().as(LegacyDatabase.APPLICATION), new Load(4, 150, seed),
						dualWrite ? service : null, Faults.ALL)
					.start();
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "backfill", "--workers=2",
						"--max-rows-per-second=4000");
				ProgramProcess other = ProgramProcess.start(program, this.directory, "backfill", "--workers=2",
						"--max-rows-per-second=4000")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 4);
			new CountDownLatch(1).await(new Random(seed).nextInt(1000), TimeUnit.MILLISECONDS);
			victim.signal(signal);
			assertThat(other.exitCode()).as(other.err()).isIn(0, 75);
			victim.signal("CONT");
			if (!signal.equals("KILL")) {
				assertThat(victim.exitCode()).as(victim.err()).isIn(0, 75);
			}
			Program.Outcome last = program.run("backfill");
			assertThat(last.code()).as(last.out() + last.err()).isZero();
			traffic.stop();
			assertThat(traffic.count(Counter.COMMITTED)).isGreaterThan(100);
			assertThat(service.applied() > 0).isEqualTo(dualWrite);
		}
		Program.Outcome reconcile = program.run("reconcile");
		assertThat(reconcile.code()).as("seed %d: %s", seed, reconcile.out() + reconcile.err()).isZero();
		assertThat(stores.unequal()).as("seed %d", seed).isZero();
		Program.Outcome verify = program.run("verify");
		assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
	}

	@Test
	void whatADeadProcessLeftIsRestartedByOneOfTwo() throws Exception {
		try (Stores stores = Migrated.stores(Where.ONE_DATABASE, 10_000)) {
			Sql sql = stores.inGreen();
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 1000")
				.setting("statement-timeout: 60s")
				.setting("lock-timeout: 60s");
			assertThat(program.run("backfill").code()).isZero();
			Planned.again(sql);
			sql.run("UPDATE bluegreen.batch_job_execution SET " + LEFT,
					"UPDATE bluegreen.batch_step_execution SET " + LEFT);
			try (Locks chunk = new Locks(stores.green(), "SELECT FROM bluegreen.chunk LIMIT 1 FOR UPDATE");
					ProgramProcess one = ProgramProcess.start(program, this.directory, "backfill");
					ProgramProcess other = ProgramProcess.start(program, this.directory, "backfill")) {
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sql.number(SLOTS) == 2);
				chunk.rollback();
				assertThat(one.exitCode()).as(one.err()).isZero();
				assertThat(other.exitCode()).as(other.err()).isZero();
			}
			assertThat(stores.unequal()).isZero();
			assertThat(sql.list(EXECUTIONS)).as("of each instance")
				.containsOnly("FAILED COMPLETED", "COMPLETED")
				.filteredOn("FAILED COMPLETED"::equals)
				.as("left, and restarted once, for each table")
				.hasSize(2);
		}
	}

}
