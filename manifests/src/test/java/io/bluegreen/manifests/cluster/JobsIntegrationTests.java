package io.bluegreen.manifests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.manifests.Tool;
import io.bluegreen.testbed.service.Location;
import io.bluegreen.testbed.service.ServiceProcess;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Poison;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rendered Jobs, each of them run to its end by a controller that is played: pods
 * that are killed and evicted, a row that Green refuses, and a gate that closes on
 * damage.
 */
@Tag("slow")
class JobsIntegrationTests {

	private static final String WAITING = """
			SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database() AND a.usename = 'bluegreen_jobs'
			""";

	/** Stale rows, such as a dual write that was lost has left. */
	private static final String STALE = """
			INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
			SELECT payment_id, 1, 'EUR', 'pending', now(), '{}', 0 FROM blue.payments
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private JdbcClient sql(String role) {
		return JdbcClient.create(this.fresh.as(role));
	}

	@Test
	void wholeMoveRunsAsJobsThroughKillAndEvictionAndDamageClosesItsGate() throws Exception {
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 2000, 1);
		}
		try (Jobs jobs = new Jobs(this.fresh.url(), this.directory)) {
			JobEnd early = jobs.fail(JobSpecs.cronJob("reconcile"), 2);
			assertThat(early.lastMessage()).contains("bluegreen migrate");

			jobs.complete(JobSpecs.job("expand"));
			jobs.complete(JobSpecs.gate("dual"));
			completeThroughLosses(jobs, JobSpecs.job("backfill"));
			jobs.complete(JobSpecs.job("post-data"));
			jobs.complete(JobSpecs.job("verify"));
			assertThat(jobs.log()).contains("MATCH");
			bothVersionsAnswerAlike(jobs);
			jobs.complete(JobSpecs.gate("dual-read-green"));

			refusedRowComesOnceItIsMended(jobs);
			jobs.complete(JobSpecs.cronJob("nightly-verify"));
			damageClosesTheGateUntilItIsRepaired(jobs);
		}
	}

	/** One pod is killed within a chunk, another one evicted. */
	private void completeThroughLosses(Jobs jobs, JsonNode job) throws Exception {
		jobs.pods().clear();
		CompletableFuture<JobEnd> running;
		try (Connection other = this.fresh.connect(); Statement statement = other.createStatement()) {
			statement.execute(STALE);
			other.setAutoCommit(false);
			statement.execute("SELECT FROM green.payments FOR UPDATE");
			running = CompletableFuture.supplyAsync(() -> jobs.run(job));
			// Two workers in each pod.
			int workers = 2 * job.path("parallelism").asInt();
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(20))
				.until(() -> sql(LegacyDatabase.OWNER).sql(WAITING).query(Integer.class).single() == workers);
			jobs.pods().get(0).kill();
			jobs.pods().get(1).evict();
			other.rollback();
		}
		JobEnd end = running.get();
		assertThat(end.condition()).as(end.toString()).isEqualTo("Complete");
		assertThat(end.tries()).hasSize(job.path("completions").asInt() + 2)
			.anySatisfy((killed) -> assertThat(killed.toString()).contains("index=0", "exitCode=137", "verdict=COUNT",
					"backoff=PT10S"))
			.anySatisfy((evicted) -> assertThat(evicted.toString()).contains("index=1", "exitCode=75", "verdict=IGNORE",
					"backoff=PT0S"));
	}

	private void bothVersionsAnswerAlike(Jobs jobs) throws IOException {
		try (ServiceProcess active = service("dual"); ServiceProcess preview = service("dual-read-green")) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> active.readiness() == 200 && preview.readiness() == 200);
			jobs.complete(JobSpecs.shadowCompare(active.address(), preview.address(), 50));
			assertThat(jobs.log()).contains("MATCH, 50 keys asked, 50 matching");
		}
	}

	private ServiceProcess service(String stage) throws IOException {
		return ServiceProcess.start(Tool.HOME, new Location(this.fresh.database(), this.fresh.url()),
				Map.of("BLUEGREEN_STAGE", stage), this.directory.resolve(stage + ".log"));
	}

	private void refusedRowComesOnceItIsMended(Jobs jobs) throws SQLException {
		long key;
		try (Connection application = this.fresh.connect(LegacyDatabase.APPLICATION)) {
			key = LegacyPayments.poison(application, Poison.UNKNOWN_STATUS);
		}
		JobEnd refused = jobs.fail(JobSpecs.cronJob("reconcile"), 4);
		assertThat(refused.lastMessage()).contains("payment_id=" + key, "mend these rows in Blue");
		sql(LegacyDatabase.APPLICATION).sql("UPDATE blue.payments SET status = 'PENDING' WHERE payment_id = ?")
			.param(key)
			.update();
		jobs.complete(JobSpecs.cronJob("rerun"));
		assertThat(jobs.log()).contains("1 no more");
		jobs.complete(JobSpecs.cronJob("reconcile"));
	}

	private void damageClosesTheGateUntilItIsRepaired(Jobs jobs) {
		sql(LegacyDatabase.OWNER).sql("UPDATE green.payments SET description = 'damage' WHERE payment_id = 7").update();
		JobEnd closed = jobs.fail(JobSpecs.gate("dual-read-green"), 3);
		assertThat(closed.lastMessage()).contains("closed: payments: MATCH: ")
			.contains("1 rows differ; `bluegreen differences payments` lists the rows");
		jobs.complete(JobSpecs.cronJob("repair"));
	}

}
