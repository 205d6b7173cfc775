package io.bluegreen.manifests.prometheus;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.manifests.Tool;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.net.FreePort;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A move that goes well, as a real Prometheus sees it: every panel shows something, every
 * analysis but that of latency passes, no alert is even pending.
 */
@Tag("slow")
class HealthyRunIntegrationTests {

	private static final String HASH = "6b7f9c8d5";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void everyPanelHasDataEveryAnalysisPassesAndNoAlertIsPending() throws Exception {
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 500, 1);
		}
		int gateway = FreePort.any();
		int port = FreePort.any();
		Programs programs = new Programs(this.fresh.url(), gateway, this.directory);
		Process pushgateway = Tool.pushgateway()
			.start(this.directory.resolve("pushgateway.log"), "--web.listen-address=127.0.0.1:" + gateway);
		try {
			programs.run(LegacyDatabase.OWNER, "migrate");
			Process service = programs.service(port);
			try (Prometheus prometheus = Prometheus.start(this.directory, Map.of(HASH,
					"127.0.0.1:%d/metrics".formatted(port), "", "127.0.0.1:%d/metrics".formatted(gateway)))) {
				Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Programs.isReady(port));
				Programs.call(port);
				for (String command : List.of("backfill", "reconcile", "verify", "gate")) {
					programs.run(LegacyDatabase.JOBS, command);
				}
				assertHealthy(prometheus, port);
			}
			finally {
				service.destroy();
				service.onExit().join();
			}
		}
		finally {
			pushgateway.destroy();
			pushgateway.onExit().join();
		}
	}

	/** Once all has been scraped; the service is called until then. */
	private static void assertHealthy(Prometheus prometheus, int port) throws Exception {
		for (Query query : Query.dashboards()) {
			Awaitility.await(query.toString()).atMost(Duration.ofMinutes(1)).until(() -> {
				Programs.call(port);
				return prometheus.values(query.expression()).stream().anyMatch((value) -> !Double.isNaN(value));
			});
		}
		for (Analysis analysis : Analysis.all(HASH)) {
			List<Double> values = prometheus.values(analysis.query().expression());
			// How fast it is depends on what else this machine does.
			Analysis.Answer answer = analysis.answer(values);
			assertThat(answer).as("%s: %s", analysis.query(), values)
				.isIn(analysis.query().where().contains("latency")
						? List.of(Analysis.Answer.SUCCESSFUL, Analysis.Answer.FAILED)
						: List.of(Analysis.Answer.SUCCESSFUL));
		}
		assertThat(prometheus.result("ALERTS{alertname!=\"BluegreenLatencyOfGreen\"}")).isEmpty();
		assertThat(prometheus.result("ALERTS{alertstate=\"firing\"}")).isEmpty();
		assertThat(prometheus.evaluatedRules()).isEqualTo(Query.alerts().size());
	}

}
