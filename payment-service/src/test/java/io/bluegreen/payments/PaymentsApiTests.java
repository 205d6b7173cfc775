package io.bluegreen.payments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.payments.payment.Money;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers see.
 */
class PaymentsApiTests {

	private static MigratedStores stores;

	private static Instance instance;

	private static Api api;

	@BeforeAll
	static void start() throws SQLException {
		stores = MigratedStores.create(Where.ONE_DATABASE);
		instance = Instance.start(stores, "dual");
		api = instance.api();
	}

	@AfterAll
	static void stop() throws SQLException {
		instance.close();
		stores.close();
	}

	@Test
	void paymentIsMadeReadCapturedAndRefundedWithAnEventEachTime() {
		Api.Answer made = api.create("life", "12.5", "EUR");
		assertThat(made.status()).isEqualTo(201);
		String id = made.text("id");
		assertThat(made.header("Location")).isEqualTo("/payments/" + id);
		assertThat(made.header("ETag")).isEqualTo('"' + made.text("version") + '"');
		assertThat(made.text("amount")).isEqualTo("12.50");
		assertThat(api.get("/payments/" + id).json()).isEqualTo(made.json());
		Api.Answer captured = api.change(id, "capture", made.text("version"));
		assertThat(captured.text("status")).isEqualTo("captured");
		Api.Answer refunded = api.post("/payments/" + id + "/refund",
				"{\"version\": \"" + captured.text("version") + "\"}");
		assertThat(refunded.text("status")).isEqualTo("refunded");
		assertThat(stores.inBlue("SELECT event_no || event_type || amount FROM blue.payment_events WHERE payment_id = "
				+ id + " ORDER BY event_no"))
			.containsExactly("1AUTHORIZED12.5000", "2CAPTURED12.5000", "3REFUNDED12.5000");
	}

	@Test
	void changeWantsTheVersionThatIsThereAndAStatusThatAllowsIt() {
		Api.Answer made = api.create("versions", "1", "JPY");
		String path = "/payments/" + made.text("id");
		assertThat(api.post(path + "/capture", "").status()).isEqualTo(428);
		assertThat(api.change(made.text("id"), "capture", "17").status()).isEqualTo(412);
		assertThat(api.change(made.text("id"), "refund", made.text("version")).status()).isEqualTo(409);
		assertThat(api.change("99", "capture", "17").status()).isEqualTo(404);
		assertThat(api.post(path + "/capture", "", "If-Match", "*").status()).isEqualTo(412);
		assertThat(api.change(made.text("id"), "cancel", made.text("version")).text("status")).isEqualTo("cancelled");
		assertThat(api.change(made.text("id"), "cancel", made.text("version")).status()).isEqualTo(412);
	}

	@Test
	void pagesFollowOneAnotherWithoutGapOrOverlap() {
		List<String> all = stores.inBlue("SELECT payment_id FROM blue.payments ORDER BY payment_id");
		StringBuilder read = new StringBuilder();
		String next = "";
		do {
			Api.Answer page = api.get("/payments?limit=6" + (next.isEmpty() ? "" : "&after=" + next));
			page.json().get("payments").forEach((payment) -> read.append(payment.get("id").asString()).append(' '));
			next = page.text("next");
		}
		while (!next.isEmpty());
		assertThat(Arrays.asList(read.toString().split(" "))).containsExactlyElementsOf(all);
		api.create("of-merchant", "1.00", "GBP");
		assertThat(api.get("/payments?merchant=M-1&limit=100").json().get("payments")).isNotEmpty()
			.allMatch((payment) -> payment.get("merchant").asString().equals("M-1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"merchant": "M", "amount": "1.5", "currency": "JPY"}                       | 422 | at most 0 decimals
					{"merchant": "M", "amount": "1.234", "currency": "EUR"}                     | 422 | at most 2 decimals
					{"merchant": "M", "amount": "0.00", "currency": "EUR"}                      | 422 | positive
					{"merchant": "M", "amount": "-1", "currency": "EUR"}                        | 422 | positive
					{"merchant": "M", "amount": "1", "currency": "CHF"}                         | 422 | not accepted
					{"merchant": "M", "amount": "1", "currency": "XXX"}                         | 422 | ISO 4217
					{"merchant": "M\\u0000", "amount": "1", "currency": "EUR"}                  | 422 | letters
					{"merchant": "M", "amount": 1, "currency": "EUR"}                           | 400 | amount is not of its type
					{"merchant": "M", "amount": "1", "currency": "EUR", "cardNumber": "4242"}   | 400 | nobody knows
					{"merchant": "M", "merchant": "N", "amount": "1", "currency": "EUR"}        | 400 | no JSON
					{"merchant": "M", "amount": "1", "currency": "EUR"} {}                      | 400 | no JSON
					[]                                                                          | 400 | no JSON
					""")
	void whatMakesNoSenseIsRefusedWithoutItsValues(String body, int status, String reason) {
		Api.Answer answer = api.post("/payments", body, "Idempotency-Key", "nonsense");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains(reason).doesNotContain("4242", "Exception", "io.bluegreen");
		assertThat(stores.inBlue("SELECT 1 FROM blue.idempotency_keys WHERE idempotency_key = 'nonsense'")).isEmpty();
	}

	@Test
	void bodiesAreBoundedAlsoWhereTheirLengthIsNotTold() {
		String large = "{\"merchant\": \"" + "M".repeat(20_000) + "\"}";
		HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers
			.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)));
		for (HttpRequest.BodyPublisher body : List.of(chunked, HttpRequest.BodyPublishers.ofString(large))) {
			Api.Answer answer = api.send(api.request("/payments")
				.headers("Idempotency-Key", "large", "Content-Type", "application/json")
				.POST(body));
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		}
	}

	@Test
	void everyAnswerSaysItsVersionAndIsKeptByNobody() {
		for (String path : List.of("/payments", "/payments/none", "/nowhere", "/openapi", "/health/ready", "/error")) {
			Api.Answer answer = api.get(path);
			assertThat(answer.header("X-Service-Version")).as(path).startsWith("green ");
			assertThat(answer.http().headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
		}
		assertThat(api.send(api.request("/payments").DELETE()).status()).isEqualTo(405);
		assertThat(api.post("/payments", "{}").body()).contains("Idempotency-Key");
	}

	@Test
	void everySeriesSaysItsVersion() {
		api.create("measured", "1.00", "EUR");
		List<String> series = api.get("/metrics").body().lines().filter((line) -> !line.startsWith("#")).toList();
		assertThat(series).allMatch((line) -> line.contains("version=\"green\""))
			.anyMatch((line) -> line.startsWith("http_server_requests_seconds_bucket{")
					&& line.contains("uri=\"/payments\""))
			.anyMatch((line) -> line.startsWith("dual_write_failure_total{") && line.contains("error_type=\"refused\""))
			.anyMatch((line) -> line.startsWith("read_fallback_total{") && line.contains("reason=\"pending\""))
			.anyMatch((line) -> line.startsWith("hikaricp_connections{"))
			.anyMatch((line) -> line.startsWith("jvm_memory_used_bytes{"));
	}

	@Test
	void metersAreThoseThatTheirPageHas() throws IOException {
		Api.Answer made = api.create("metered", "1.00", "EUR");
		Awaitility.await().until(() -> api.metric("dual_write_latency_seconds_count", "payment_events") > 0);
		assertThat(api.get("/payments/" + made.text("id")).status()).isEqualTo(200);
		Set<String> documented = Meters.documented();
		assertThat(Meters.printed(api.get("/metrics").body(), documented)).isEqualTo(documented);
	}

	@Test
	void currenciesOfBlueHaveTheDecimalsOfIso4217() {
		assertThat(stores.inBlue("SELECT code || minor_digits FROM blue.currencies"))
			.allMatch((currency) -> currency.endsWith("" + Money.digits(currency.substring(0, 3))));
	}

}
