package io.bluegreen.manifests.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import com.sun.net.httpserver.HttpServer;

/**
 * Answers scrapes with texts that grow from one to the next.
 *
 * @param server of it
 */
record Exposition(HttpServer server) implements AutoCloseable {

	static Exposition start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.start();
		return new Exposition(server);
	}

	/**
	 * Answers at a path.
	 * @param text by the number of the scrape, from 1
	 * @return the target
	 */
	String add(String path, IntFunction<String> text) {
		AtomicInteger scrapes = new AtomicInteger();
		this.server.createContext("/" + path, (exchange) -> {
			byte[] body = text.apply(scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
			exchange.sendResponseHeaders(200, (body.length == 0) ? -1 : body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		return "127.0.0.1:%d/%s".formatted(this.server.getAddress().getPort(), path);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
