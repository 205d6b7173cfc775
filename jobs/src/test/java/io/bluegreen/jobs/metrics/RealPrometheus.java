package io.bluegreen.jobs.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.testing.net.FreePort;

/**
 * A Prometheus, and a Pushgateway that it scrapes, as Debian ships them.
 */
record RealPrometheus(List<Process> processes, int port, int gatewayPort, int scrapedPort) implements AutoCloseable {

	private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

	private static final Path PUSHGATEWAY = Path.of("/usr/bin/prometheus-pushgateway");

	/**
	 * Whether this machine has both; where they are required, they are not looked for.
	 */
	static boolean isThere() {
		return Files.isExecutable(PROMETHEUS) && Files.isExecutable(PUSHGATEWAY);
	}

	/**
	 * Starts both.
	 * @param directory for what they keep and print
	 */
	static RealPrometheus start(Path directory) throws IOException {
		int port = FreePort.any();
		int gateway = FreePort.any();
		int scraped = FreePort.any();
		Path config = Files.writeString(directory.resolve("prometheus.yml"), """
				global: {scrape_interval: 1s}
				scrape_configs:
				  - job_name: pushgateway
				    honor_labels: true
				    static_configs: [{targets: ["127.0.0.1:%d"]}]
				  - job_name: running
				    static_configs: [{targets: ["127.0.0.1:%d"]}]
				""".formatted(gateway, scraped));
		Process first = run(directory, "pushgateway", PUSHGATEWAY.toString(),
				"--web.listen-address=127.0.0.1:" + gateway);
		Process second = run(directory, "prometheus", PROMETHEUS.toString(), "--config.file=" + config,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port);
		return new RealPrometheus(List.of(first, second), port, gateway, scraped);
	}

	private static Process run(Path directory, String name, String... command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve(name + ".log").toFile())
			.start();
	}

	/** The setting that brings the meters of a command here. */
	String setting(boolean scraped) {
		return "metrics: {pushgateway: \"http://127.0.0.1:%d\", every: 1s%s}".formatted(this.gatewayPort,
				scraped ? ", port: " + this.scrapedPort : "");
	}

	/** How many series there are of an expression; -1: it does not answer yet. */
	int series(String expression) throws InterruptedException {
		try {
			String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/query?query=%s".formatted(this.port, query)))
				.build();
			JsonNode answer = JsonMapper.builder()
				.build()
				.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
			return answer.path("data").path("result").size();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroy);
	}

}
