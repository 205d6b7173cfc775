package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.bluegreen.manifests.Tool;
import io.bluegreen.testing.net.FreePort;

/**
 * A real Prometheus, with the alert rules.
 *
 * @param process of it
 * @param port where it answers
 */
record Prometheus(Process process, int port) implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	/**
	 * Starts one that scrapes every second.
	 * @param directory for what it keeps and prints
	 * @param targets by the hash that their series get: {@code 127.0.0.1:PORT/PATH}; no
	 * hash for a Pushgateway, whose labels stand
	 */
	static Prometheus start(Path directory, Map<String, String> targets) throws IOException {
		StringBuilder jobs = new StringBuilder();
		targets.forEach((hash, target) -> jobs.append("""
				  - job_name: "job-%1$s"
				    honor_labels: true
				    metrics_path: %3$s
				    static_configs: [{targets: ["%2$s"], labels: {rollouts_pod_template_hash: "%1$s"}}]
				""".formatted(hash, target.split("/", 2)[0], "/" + target.split("/", 2)[1])));
		Path config = Files.writeString(directory.resolve("prometheus.yml"), """
				global: {scrape_interval: 1s, evaluation_interval: 1s}
				rule_files: ["%s"]
				scrape_configs:
				%s""".formatted(Query.ALERTS, jobs));
		int port = FreePort.any();
		Process process = Tool.prometheus()
			.start(directory.resolve("prometheus.log"), "--config.file=" + config,
					"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port);
		return new Prometheus(process, port);
	}

	/** The values of a vector; empty as well as long as it does not listen. */
	List<Double> values(String expression) {
		List<Double> values = new ArrayList<>();
		result(expression).forEach((series) -> values.add(number(series.at("/value/1").asText())));
		return values;
	}

	private static double number(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

	/** The series of a vector. */
	JsonNode result(String expression) {
		return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result");
	}

	/** How many rules were evaluated without an error. */
	int evaluatedRules() {
		return (int) get("rules").findValues("health")
			.stream()
			.filter((health) -> health.asText().equals("ok"))
			.count();
	}

	private JsonNode get(String path) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(this.port, path)))
			.build();
		try {
			JsonNode answer = JSON.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
			if (answer.path("status").asText().equals("error")) {
				throw new AssertionError(path + ": " + answer);
			}
			return answer.path("data");
		}
		catch (IOException ex) {
			return JSON.createObjectNode();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
