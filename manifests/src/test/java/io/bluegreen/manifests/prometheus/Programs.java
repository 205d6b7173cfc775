package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.bluegreen.manifests.Tool;
import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * The packaged programs, on one database.
 *
 * @param url of the database
 * @param gateway port of the Pushgateway
 * @param directory for what they print
 */
record Programs(String url, int gateway, Path directory) {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	/** Runs a command of the jobs to its end. */
	void run(String role, String... command) throws IOException, InterruptedException {
		Path log = this.directory.resolve(command[0] + ".log");
		ProcessBuilder builder = new ProcessBuilder();
		builder.command().add(Tool.HOME.resolve("bluegreen").toString());
		builder.command().addAll(List.of(command));
		builder.environment()
			.putAll(Map.of("BLUEGREEN_BLUE_URL", this.url, "BLUEGREEN_BLUE_USERNAME", role, "BLUEGREEN_BLUE_PASSWORD",
					role, "BLUEGREEN_METRICS_PUSHGATEWAY", "http://127.0.0.1:" + this.gateway));
		int code = builder.directory(Tool.HOME.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start()
			.waitFor();
		if (code != 0) {
			throw new AssertionError("%s: exit code %d: %s".formatted(command[0], code, Files.readString(log)));
		}
	}

	/** Starts the service as the last stage has it. */
	Process service(int port) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Tool.HOME.resolve("payment-service/run").toString());
		builder.environment()
			.putAll(Map.of("SERVER_PORT", String.valueOf(port), "BLUEGREEN_STAGE", "dual-read-green",
					"SPRING_DATASOURCE_URL", this.url, "SPRING_DATASOURCE_USERNAME", LegacyDatabase.APPLICATION,
					"SPRING_DATASOURCE_PASSWORD", LegacyDatabase.APPLICATION, "BLUEGREEN_BLUE_URL", this.url,
					"BLUEGREEN_BLUE_PASSWORD", LegacyDatabase.JOBS, "PAYMENTS_SHUTDOWN_DELAY", "0s", "BLUEGREEN_CONFIG",
					Tool.HOME.resolve("config/bluegreen.yml").toString()));
		return builder.redirectErrorStream(true).redirectOutput(this.directory.resolve("service.log").toFile()).start();
	}

	/** Whether the service is ready. */
	static boolean isReady(int port) {
		return status(request(port, "/health/ready").GET()) == 200;
	}

	/** A payment is made, and read. */
	static void call(int port) {
		status(request(port, "/payments").header("Content-Type", "application/json")
			.header("Idempotency-Key", String.valueOf(System.nanoTime()))
			.POST(HttpRequest.BodyPublishers.ofString("""
					{"merchant": "M-1", "amount": "1.50", "currency": "EUR"}""")));
		status(request(port, "/payments/1").GET());
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
	}

	private static int status(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
		}
		catch (IOException ex) {
			return 0; // not listening yet
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
