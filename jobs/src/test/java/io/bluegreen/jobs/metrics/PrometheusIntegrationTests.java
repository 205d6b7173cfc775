package io.bluegreen.jobs.metrics;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.ProgramProcess;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters as a real Prometheus has them: scraped from a backfill that runs, pushed by
 * commands that are over.
 */
@Tag("slow")
class PrometheusIntegrationTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private static void await(RealPrometheus prometheus, String expression) {
		Awaitility.await(expression).atMost(Duration.ofSeconds(60)).until(() -> prometheus.series(expression) == 1);
	}

	@Test
	void prometheusHasWhatRunsAndWhatIsOver() throws Exception {
		Assumptions.assumeTrue(RealPrometheus.isThere(), "Debian's prometheus and prometheus-pushgateway are needed");
		new Sql(this.fresh.database()).fill(1000);
		try (RealPrometheus prometheus = RealPrometheus.start(this.directory)) {
			Program running = new Program(this.fresh.database(), this.directory).setting(prometheus.setting(true))
				.setting("chunk-rows: 20");
			assertThat(running.runAsOwner("migrate").code()).isZero();
			try (ProgramProcess backfill = ProgramProcess.start(running, this.directory, "backfill", "payments",
					"--max-rows-per-second=50")) {
				await(prometheus, "bluegreen_rows_total{job='running',work='backfill',outcome='applied'} > 0");
				running.run("pause", "payments");
				await(prometheus, "bluegreen_throttled{job='running',signal='paused'} == 1");
				running.run("set", "max-rows-per-second=none", "payments");
				running.run("resume", "payments");
				assertThat(backfill.exitCode()).as(backfill.err()).isZero();
			}
			Program scheduled = new Program(this.fresh.database(), this.directory).setting(prometheus.setting(false));
			assertThat(scheduled.run("backfill").code()).isZero();
			assertThat(scheduled.run("verify").code()).isZero();
			assertThat(scheduled.run("gate").code()).isZero();
			await(prometheus, "bluegreen_verdict{job='bluegreen',table='payments',answer='MATCH'} == 1");
			await(prometheus, "time() - bluegreen_verdict_timestamp_seconds{table='payments'} < 600");
			await(prometheus, "bluegreen_last_exit_code{job='bluegreen',command='backfill'} == 0");
			await(prometheus, "bluegreen_gate_open{for='dual-read-green'} == 1");
		}
	}

}
