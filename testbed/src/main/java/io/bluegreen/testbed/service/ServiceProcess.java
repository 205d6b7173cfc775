package io.bluegreen.testbed.service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.net.FreePort;

/**
 * An instance of the packaged payment service, on loopback. What it logs goes to a file.
 */
public final class ServiceProcess implements AutoCloseable {

	private final Process process;

	private final URI address;

	private final Path log;

	private final Thread end;

	private ServiceProcess(Process process, URI address, Path log) {
		this.process = process;
		this.address = address;
		this.log = log;
		this.end = new Thread(process::destroyForcibly, "end the service");
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/**
	 * Starts one; it is not ready yet.
	 * @param home the checkout
	 * @param environment what else is set: its stage
	 * @param log is created
	 */
	public static ServiceProcess start(Path home, Location location, Map<String, String> environment, Path log)
			throws IOException {
		int port = FreePort.any();
		ProcessBuilder builder = new ProcessBuilder(home.resolve("payment-service/run").toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		String role = LegacyDatabase.APPLICATION;
		location.tell(builder.environment(), LegacyDatabase.JOBS);
		builder.environment()
			.putAll(Map.of("SERVER_ADDRESS", "127.0.0.1", "SERVER_PORT", String.valueOf(port), "BLUEGREEN_CONFIG",
					home.resolve("config/bluegreen.yml").toString(), "SPRING_DATASOURCE_URL", location.blue().url(),
					"SPRING_DATASOURCE_USERNAME", role, "SPRING_DATASOURCE_PASSWORD", location.password(role)));
		builder.environment().putAll(environment);
		return new ServiceProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
	}

	/** Where it answers. */
	public URI address() {
		return this.address;
	}

	/** Its process. */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * The status that its readiness has: 200, 503 where it ends; 0 where nobody answers.
	 */
	public int readiness() {
		return Http.get(this.address.resolve("/health/ready")).status();
	}

	/** Whether its process runs. */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Waits until it takes requests.
	 * @throws IllegalStateException if it ends before, or takes too long
	 */
	public void awaitReady() throws IOException, InterruptedException {
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (readiness() != 200) {
			if (!isAlive() || System.nanoTime() > limit) {
				throw new IllegalStateException("the payment-service does not get ready: " + lastWords());
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	/** The last of what it logged. */
	public String lastWords() throws IOException {
		List<String> lines = Files.readAllLines(this.log);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
	}

	/** Tells it to end. */
	public void terminate() {
		this.process.destroy();
	}

	/** Waits for its end. */
	public int exitCode() throws InterruptedException {
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("the payment-service does not end: see " + this.log);
		}
		return this.process.exitValue();
	}

	/**
	 * The series of a meter that are above zero and have these words, as it prints them.
	 */
	public List<String> series(String meter, String... words) {
		return Http.get(this.address.resolve("/metrics"))
			.text()
			.lines()
			.filter((line) -> line.startsWith(meter + "{") && List.of(words).stream().allMatch(line::contains))
			.filter((line) -> value(line) > 0)
			.toList();
	}

	/** What they say together. */
	public double sum(String meter, String... words) {
		return series(meter, words).stream().mapToDouble(ServiceProcess::value).sum();
	}

	private static double value(String line) {
		return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		Runtime.getRuntime().removeShutdownHook(this.end);
	}

}
