package io.bluegreen.jobs.throttle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.jobs.settings.ThrottleSettings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PrometheusQueryTests {

	private static final String VECTOR = """
			{"status": "success", "data": {"resultType": "vector", "result": [
			  {"metric": {"pod": "a"}, "value": [1435781451.781, "0.1"]},
			  {"metric": {"pod": "b"}, "value": [1435781451.781, "%s"]}]}}
			""";

	private volatile String answer = "";

	private volatile int status = 200;

	private volatile String asked = "";

	private HttpServer server;

	PrometheusQueryTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.server.createContext("/", (exchange) -> {
			this.asked = exchange.getRequestURI().toString();
			byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private PrometheusQuery query() {
		return new PrometheusQuery(
				new ThrottleSettings.Prometheus("http://127.0.0.1:%d/".formatted(this.server.getAddress().getPort()),
						"max(latency{job=\"pay\"})", 0.25));
	}

	/** The first answer may come later than the first look waits for it. */
	private static String awaited(PrometheusQuery query) {
		return Awaitility.await().until(query::reason, Optional::isPresent).orElseThrow();
	}

	@Test
	void largestValueIsHeededUntilItHasFallen() {
		this.answer = VECTOR.formatted("0.31");
		PrometheusQuery query = query();
		assertThat(awaited(query)).isEqualTo("the Prometheus query is at 0.31, at most 0.25");
		assertThat(this.asked).isEqualTo("/api/v1/query?query=max%28latency%7Bjob%3D%22pay%22%7D%29");
		this.answer = VECTOR.formatted("0.2");
		Awaitility.await().until(() -> query.reason().isEmpty());
	}

	@Test
	void scalarIsHeeded() {
		this.answer = "{\"status\": \"success\", \"data\": {\"resultType\": \"scalar\", \"result\": [1.5, \"7\"]}}";
		assertThat(awaited(query())).isEqualTo("the Prometheus query is at 7.0, at most 0.25");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "200 | no JSON", "503 | down", "200 | {\"data\": {\"result\": []}}",
			"400 | {\"status\": \"error\"}", "200 | {\"data\": {\"result\": [{\"value\": [1, \"NaN\"]}]}}" })
	void whatIsNoAnswerThrottlesNothing(int status, String answer) {
		this.status = status;
		this.answer = answer;
		PrometheusQuery query = query();
		assertThat(query.reason()).isEmpty();
		this.status = 200;
		this.answer = VECTOR.formatted("3");
		Awaitility.await().until(() -> query.reason().isPresent());
	}

	@Test
	void onceItIsDownNothingIsThrottledAnyMore() {
		this.answer = VECTOR.formatted("3");
		PrometheusQuery query = query();
		assertThat(awaited(query)).isNotEmpty();
		stop();
		Awaitility.await().until(() -> query.reason().isEmpty());
	}

}
