package io.bluegreen.jobs.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Prometheus at {@code /metrics} while a command runs. A port that is taken costs
 * a warning.
 */
class ScrapePort implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ScrapePort.class);

	private final @Nullable HttpServer server;

	ScrapePort(int port, Supplier<String> text) {
		this.server = open(port);
		if (this.server != null) {
			this.server.createContext("/metrics", (exchange) -> answer(exchange, text));
			this.server.start();
		}
	}

	private static @Nullable HttpServer open(int port) {
		try {
			return HttpServer.create(new InetSocketAddress(port), 0);
		}
		catch (IOException ex) {
			logger.warn("Nobody can scrape the meters of this run at port {}: {}", port, ex.getMessage());
			return null;
		}
	}

	private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
		try (exchange; OutputStream body = exchange.getResponseBody()) {
			byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
			exchange.sendResponseHeaders(200, bytes.length);
			body.write(bytes);
		}
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

}
