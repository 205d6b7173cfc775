package io.bluegreen.testbed.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers notice. They make one payment, which is cancelled at once, so that they
 * can only read it.
 */
@Tag("fast")
class CallersTests {

	private static final String MADE = """
			{"id": "7", "status": "cancelled", "version": "2"}""";

	private HttpServer server;

	private UnaryOperator<String> read = (payment) -> payment;

	private int status = 200;

	@BeforeEach
	void listen() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/payments", this::answer);
		this.server.start();
	}

	@AfterEach
	void end() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		boolean made = exchange.getRequestMethod().equals("POST");
		String payment = made ? MADE : this.read.apply(MADE);
		boolean page = exchange.getRequestURI().getQuery() != null;
		byte[] body = (page ? "{\"payments\": [" + payment + "]}" : payment).getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(made ? 201 : this.status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private Tally called() throws InterruptedException {
		URI address = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		try (Callers callers = Callers.start(() -> address, 2, 100, 1)) {
			Tally tally = callers.tally();
			Awaitility.await().until(() -> tally.reads() + tally.failed().size() > 20);
			callers.stop();
			return tally;
		}
	}

	@Test
	void answersAsTheyAreDueAreNeitherFailedNorStale() throws InterruptedException {
		Tally tally = called();
		assertThat(tally.failed()).isEmpty();
		assertThat(tally.stale()).isEmpty();
		assertThat(tally.writes()).isPositive();
	}

	@Test
	void olderVersionIsStale() throws InterruptedException {
		this.read = (payment) -> payment.replace("\"2\"", "\"1\"");
		Tally tally = called();
		assertThat(tally.failed()).isEmpty();
		assertThat((long) tally.stale().size()).isEqualTo(tally.reads());
	}

	@Test
	void otherContentUnderTheSameVersionIsStale() throws InterruptedException {
		this.read = (payment) -> payment.replace("cancelled", "captured");
		assertThat((long) called().stale().size()).isPositive();
	}

	@Test
	void errorHasFailed() throws InterruptedException {
		this.status = 503;
		Tally tally = called();
		assertThat(tally.reads()).isZero();
		assertThat(tally.failed())
			.allMatch((failure) -> failure.startsWith("GET /payments") && failure.contains("503"));
	}

	@Test
	void nobodyWhoIsReadyHasFailed() throws InterruptedException {
		try (Balancer nobody = new Balancer(); Callers callers = Callers.start(nobody, 1, 100, 1)) {
			Awaitility.await().until(() -> !callers.tally().failed().isEmpty());
			callers.stop();
			assertThat(callers.tally().failed()).allMatch((failure) -> failure.contains("no instance is ready"));
		}
	}

}
