package io.bluegreen.jobs.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;

/**
 * Keeps what was put last under each path.
 */
record FakePushgateway(HttpServer server, Map<String, String> groups) implements AutoCloseable {

	static FakePushgateway start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		Map<String, String> groups = new ConcurrentHashMap<>();
		server.createContext("/", (exchange) -> {
			try (exchange) {
				groups.put(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
						new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
				exchange.sendResponseHeaders(200, -1);
			}
		});
		server.start();
		return new FakePushgateway(server, groups);
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** The state of the tables, without comments. */
	List<String> state() {
		return lines("");
	}

	/** What a command pushed of itself. */
	List<String> of(String command) {
		return lines("/command/" + command);
	}

	private List<String> lines(String group) {
		return this.groups.getOrDefault("PUT /metrics/job/bluegreen" + group, "")
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
