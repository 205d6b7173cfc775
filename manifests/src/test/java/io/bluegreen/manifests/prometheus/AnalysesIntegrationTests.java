package io.bluegreen.manifests.prometheus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the analyses say of versions that are well, that fail, that nobody calls, whose
 * series are NaN, and that have no series: by a real Prometheus.
 */
@Tag("slow")
class AnalysesIntegrationTests {

	private static final Set<String> ALL = Set.of("latency-check", "latency-p99", "error-rate-check", "success-rate",
			"dual-write-failures", "orders-success-rate", "orders-latency-p99");

	@TempDir
	Path directory;

	/** The series of a version; the number of its requests may be NaN. */
	private static String series(double requests, double errors, double seconds, String failures) {
		StringBuilder text = new StringBuilder("""
				http_server_requests_seconds_count{uri="/payments",status="200"} %s
				http_server_requests_seconds_count{uri="/payments",status="500"} %s
				http_server_requests_seconds_sum{uri="/payments",status="200"} %s
				dual_write_queue_depth %s
				""".formatted(requests - errors, errors, requests * seconds, requests * 0));
		for (String bucket : new String[] { "0.05", "0.1", "0.25", "0.5" }) {
			text.append("http_server_requests_seconds_bucket{uri=\"/payments\",status=\"200\",le=\"%s\"} %s%n"
				.formatted(bucket, (seconds <= Double.parseDouble(bucket)) ? requests : requests * 0));
		}
		text.append("http_server_requests_seconds_bucket{uri=\"/payments\",status=\"200\",le=\"+Inf\"} %s%n"
			.formatted(requests));
		if (!failures.isEmpty()) {
			text.append("dual_write_failure_total{table=\"payments\",error_type=\"lock\"} %s%n".formatted(failures));
		}
		return text.toString();
	}

	@Test
	void versionIsPromotedOnGoodSeriesOnly() throws Exception {
		Map<String, String> targets = new LinkedHashMap<>();
		try (Exposition exposition = Exposition.start()) {
			targets.put("well", exposition.add("well", (scrape) -> series(scrape * 1000, 0, 0.02, "")));
			targets.put("failing", exposition.add("failing", (scrape) -> series(scrape * 1000, scrape * 20, 0.4, "3")));
			targets.put("idle", exposition.add("idle", (scrape) -> series(1000, 0, 0.02, "")));
			targets.put("nan", exposition.add("nan", (scrape) -> series(Double.NaN, Double.NaN, 0.02, "NaN")));
			targets.put("none", exposition.add("none", (scrape) -> ""));
			try (Prometheus prometheus = Prometheus.start(this.directory, targets)) {
				Awaitility.await()
					.atMost(Duration.ofMinutes(2))
					.until(() -> prometheus.values("count(count_over_time(up[1m]) >= 4)").contains(5.0));
				assertThat(answers(prometheus, "well")).isEqualTo(all(Analysis.Answer.SUCCESSFUL));
				assertThat(answers(prometheus, "failing")).isEqualTo(all(Analysis.Answer.FAILED));
				assertThat(answers(prometheus, "nan")).isEqualTo(all(Analysis.Answer.INCONCLUSIVE));
				assertThat(answers(prometheus, "none")).isEqualTo(all(Analysis.Answer.INCONCLUSIVE));
				// A queue that is there and has given up nothing is an answer.
				Map<String, Analysis.Answer> idle = all(Analysis.Answer.INCONCLUSIVE);
				idle.put("dual-write-failures", Analysis.Answer.SUCCESSFUL);
				assertThat(answers(prometheus, "idle")).isEqualTo(idle);
			}
		}
	}

	private static Map<String, Analysis.Answer> answers(Prometheus prometheus, String hash) throws Exception {
		Map<String, Analysis.Answer> answers = new TreeMap<>();
		for (Analysis analysis : Analysis.all(hash)) {
			answers.put(analysis.query().where(), analysis.answer(prometheus.values(analysis.query().expression())));
		}
		return answers;
	}

	private static Map<String, Analysis.Answer> all(Analysis.Answer answer) {
		Map<String, Analysis.Answer> answers = new TreeMap<>();
		ALL.forEach((name) -> answers.put(name, answer));
		return answers;
	}

}
