package io.bluegreen.manifests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.manifests.Folder;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rendered Jobs, run to their end by a controller that is played: pods that are
 * killed and evicted, and a gate that closes on damage.
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

	private final List<Container> started = new ArrayList<>();

	@AfterEach
	void endPods() {
		this.started.forEach(Container::delete);
	}

	private Cluster cluster() {
		return new Cluster(new Folder("k8s-jobs/overlays/local").resources(), Map.of("BLUEGREEN_BLUE_URL",
				this.fresh.url(), "BLUEGREEN_METRICS_PUSHGATEWAY", "http://127.0.0.1:1", "BLUEGREEN_CHUNK_ROWS", "50"));
	}

	private JobEnd run(JsonNode job) {
		boolean indexed = job.path("completionMode").asText().equals("Indexed");
		return JobController.run(job, (index) -> {
			try {
				Container container = Container.start(cluster(), job.path("template"),
						indexed ? Map.of("JOB_COMPLETION_INDEX", String.valueOf(index)) : Map.of(),
						Files.createTempDirectory(this.directory, "pod"));
				this.started.add(container);
				return container;
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
	}

	private JdbcClient sql(String role) {
		return JdbcClient.create(this.fresh.as(role));
	}

	@Test
	void wholeMoveRunsAsJobsThroughKillAndEvictionAndDamageClosesItsGate() throws Exception {
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 2000, 1);
		}
		JobEnd early = run(JobSpecs.cronJob("reconcile"));
		assertThat(early.condition()).as(early.toString()).isEqualTo("PodFailurePolicy");
		assertThat(early.exitCodes()).containsExactly(2);
		assertThat(early.lastMessage()).contains("bluegreen migrate");

		complete(JobSpecs.job("expand"));
		complete(JobSpecs.gate("dual"));
		completeThroughLosses(JobSpecs.job("backfill"));
		complete(JobSpecs.job("post-data"));
		complete(JobSpecs.job("verify"));
		assertThat(log()).contains("MATCH");
		complete(JobSpecs.gate("dual-read-green"));

		sql(LegacyDatabase.OWNER).sql("UPDATE green.payments SET description = 'damage' WHERE payment_id = 7").update();
		JobEnd closed = run(JobSpecs.gate("dual-read-green"));
		assertThat(closed.condition()).isEqualTo("PodFailurePolicy");
		assertThat(closed.exitCodes()).containsExactly(3);
		assertThat(closed.lastMessage()).contains("closed: payments: MATCH: ")
			.contains("1 rows differ; `bluegreen differences payments` lists the rows");

		complete(JobSpecs.cronJob("repair"));
	}

	private JobEnd complete(JsonNode job) {
		JobEnd end = run(job);
		assertThat(end.condition()).as("%s: %s", end, log()).isEqualTo("Complete");
		return end;
	}

	private String log() {
		return this.started.get(this.started.size() - 1).log();
	}

	/** One pod is killed within a chunk, another one evicted. */
	private void completeThroughLosses(JsonNode job) throws Exception {
		this.started.clear();
		CompletableFuture<JobEnd> running;
		try (Connection other = this.fresh.connect(); Statement statement = other.createStatement()) {
			statement.execute(STALE);
			other.setAutoCommit(false);
			statement.execute("SELECT FROM green.payments FOR UPDATE");
			running = CompletableFuture.supplyAsync(() -> run(job));
			// Two workers in each pod.
			int workers = 2 * job.path("parallelism").asInt();
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(20))
				.until(() -> sql(LegacyDatabase.OWNER).sql(WAITING).query(Integer.class).single() == workers);
			this.started.get(0).kill();
			this.started.get(1).evict();
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

}
