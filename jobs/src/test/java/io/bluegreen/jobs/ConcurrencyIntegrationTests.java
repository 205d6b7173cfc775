package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import io.bluegreen.testbed.traffic.Counter;
import io.bluegreen.testbed.traffic.Faults;
import io.bluegreen.testbed.traffic.Load;
import io.bluegreen.testbed.traffic.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two backfills of one plan while writers never stop and dual writes come late, twice, in
 * any order or not at all; one of the two is killed, or frozen until the other is done.
 */
class ConcurrencyIntegrationTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "KILL, true", "STOP, true", "KILL, false" })
	void everyRowIsEqualAfterOneReconcile(String signal, boolean dualWrite) throws Exception {
		Sql sql = new Sql(this.fresh.database()).fill(10_000);
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 200")
			.setting("chunk-target: 50ms")
			.setting("statement-timeout: 3s")
			.setting("lock-timeout: 2s");
		assertThat(program.runAsOwner("migrate").code()).isZero();
		long seed = System.nanoTime();
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(this.fresh.as(LegacyDatabase.JOBS));
		LegacyMappings mappings = LegacyMappings.read(pool);
		try (pool;
				Traffic traffic = new Traffic(this.fresh.as(LegacyDatabase.APPLICATION), new Load(4, 150, seed),
						dualWrite ? mappings : null, Faults.ALL)
					.start();
				ProgramProcess victim = ProgramProcess.start(program, this.directory, "backfill", "--workers=2",
						"--max-rows-per-second=4000");
				ProgramProcess other = ProgramProcess.start(program, this.directory, "backfill", "--workers=2",
						"--max-rows-per-second=4000")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 4);
			new java.util.concurrent.CountDownLatch(1).await(new Random(seed).nextInt(1000), TimeUnit.MILLISECONDS);
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
			assertThat(traffic.count(Counter.DUAL_WRITTEN) > 0).isEqualTo(dualWrite);
		}
		Program.Outcome reconcile = program.run("reconcile");
		assertThat(reconcile.code()).as("seed %d: %s", seed, reconcile.out() + reconcile.err()).isZero();
		assertThat(sql.unequal()).as("seed %d", seed).isZero();
		Program.Outcome verify = program.run("verify");
		assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
	}

}
