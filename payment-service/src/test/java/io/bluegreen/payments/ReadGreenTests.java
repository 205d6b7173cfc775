package io.bluegreen.payments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.net.Link;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read from Green, and what is not.
 */
class ReadGreenTests {

	private static final String FALLBACK = "read_fallback_total";

	private static final String SHADOW = "shadow_read_total";

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_SERVERS" })
	void greenAnswersWhereItHasWhatBlueHasAndBlueForTheRest(Where where) throws SQLException {
		try (MigratedStores stores = MigratedStores.create(where);
				Instance one = Instance.start(stores, "dual-read-green", "bluegreen.dual-write.retry-for=10m",
						"payments.shadow-share=1.0");
				Instance other = Instance.start(stores, "dual-read-green", "bluegreen.version=other",
						"bluegreen.dual-write.gather=1h", "payments.await-green=1m")) {
			bothSidesGiveTheSameAnswers(stores, other.api());
			writeIsAnsweredOnceGreenHasIt(stores, other.api());
			Api.Answer made = one.api().create("mine", "3.00", "KWD");
			String path = "/payments/" + made.text("id");
			Awaitility.await().until(() -> countedBy(other.api(), path) == 0);
			stores.stores().inTarget("UPDATE green.payments SET description = 'from Green'");
			assertThat(other.api().get(path).text("description")).isEqualTo("from Green");
			assertThat(other.api().get("/payments?limit=100").json().get("payments"))
				.allMatch((payment) -> payment.get("description").asString().equals("from Green"));
			String locked = "SELECT FROM green.payments WHERE payment_id = " + made.text("id") + " FOR UPDATE";
			try (MigratedStores.Held held = MigratedStores.hold(stores.green(), locked)) {
				Api.Answer captured = one.api().change(made.text("id"), "capture", made.text("version"));
				assertThat(captured.text("status")).isEqualTo("captured");
				for (Instance instance : List.of(one, other)) {
					assertThat(instance.api().get(path).json()).isEqualTo(captured.json());
				}
				assertThat(one.api().metric(FALLBACK, "reason=\"pending\"")).isPositive();
				assertThat(other.api().metric(FALLBACK, "reason=\"behind\"")).isPositive();
				Awaitility.await().until(() -> one.api().metric(SHADOW, "result=\"in_flight\"") > 0);
				assertThat(one.api().metric(SHADOW, "result=\"mismatch\"")).isZero();
			}
			Awaitility.await().until(() -> countedBy(other.api(), path) == 0);
			stores.stores().inTarget("DELETE FROM green.payments");
			assertThat(other.api().get(path).text("status")).isEqualTo("captured");
			assertThat(other.api().metric(FALLBACK, "reason=\"missing\"", "version=\"other\"")).isPositive();
		}
	}

	/** How many payments Blue had to answer for this request. */
	private static double countedBy(Api api, String path) {
		double before = api.metric(FALLBACK);
		assertThat(api.get(path).status()).isEqualTo(200);
		return api.metric(FALLBACK) - before;
	}

	/** Its apply would wait an hour for others if nobody awaited it. */
	private static void writeIsAnsweredOnceGreenHasIt(MigratedStores stores, Api api) {
		Api.Answer made = api.create("awaited", "3.00", "EUR");
		String status = "SELECT status FROM green.payments WHERE payment_id = " + made.text("id");
		assertThat(stores.inGreen(status)).containsExactly("authorized");
		api.change(made.text("id"), "capture", made.text("version"));
		assertThat(stores.inGreen(status)).containsExactly("captured");
	}

	/** The legacy payments that every kind of awkward value is in. */
	private static void bothSidesGiveTheSameAnswers(MigratedStores stores, Api reader) {
		List<String> answers = new ArrayList<>();
		try (Instance blue = Instance.start(stores, "blue")) {
			for (String id : stores.inBlue("SELECT payment_id FROM blue.payments")) {
				answers.add(blue.api().get("/payments/" + id).body());
				assertThat(reader.get("/payments/" + id).body()).isEqualTo(answers.get(answers.size() - 1));
			}
		}
		assertThat(answers).hasSize(20);
		assertThat(reader.metric(FALLBACK)).isZero();
	}

	@Test
	void shareOfTheReadsIsComparedAndNoValueIsLogged(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		try (MigratedStores stores = MigratedStores.create(Where.ONE_DATABASE);
				Instance instance = Instance.start(stores, "dual", "payments.shadow-share=1.0",
						"logging.file.name=" + log)) {
			stores.stores()
				.inTarget(
						"UPDATE green.payments SET description = 'damaged', amount_minor = amount_minor + 1 WHERE payment_id = 11",
						"UPDATE green.payments SET payment_id = 99 WHERE payment_id = 12");
			for (int id = 11; id <= 13; id++) {
				assertThat(instance.api().get("/payments/" + id).status()).isEqualTo(200);
			}
			assertThat(instance.api().get("/payments/99").status()).isEqualTo(404);
			assertThat(instance.api().get("/payments?after=13&limit=3").json().get("payments")).hasSize(3);
			Map.of("match", 4.0, "mismatch", 2.0, "missing", 1.0, "error", 0.0, "in_flight", 0.0)
				.forEach((result, count) -> Awaitility.await()
					.until(() -> instance.api().metric(SHADOW, "result=\"" + result + '"') == count.doubleValue()));
			assertThat(Files.readString(log))
				.contains("payment 11 is not the same on both sides: [amount, description]",
						"payment 99 is not the same on both sides: [amount, ")
				.doesNotContain("damaged");
		}
	}

	@Test
	void greenThatIsAwayDelaysNeitherTheStartNorTheReadersAndReadyIsWhoHasBlue() throws Exception {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES);
				Link link = Link.to(stores.blue().url());
				Instance instance = Instance.start(stores, "dual-read-green",
						"bluegreen.green.url=jdbc:postgresql://127.0.0.1:1/away", "spring.datasource.url=" + link.url(),
						"payments.shadow-share=1.0")) {
			Api.Answer made = instance.api().create("away", "3.00", "EUR");
			assertThat(made.status()).isEqualTo(201);
			assertThat(instance.api().get("/payments/" + made.text("id")).json()).isEqualTo(made.json());
			assertThat(instance.api().get("/payments").json().get("payments")).hasSize(20);
			assertThat(instance.api().metric(FALLBACK, "reason=\"unavailable\"")).isEqualTo(21);
			Awaitility.await().until(() -> instance.api().metric(SHADOW, "result=\"error\"") == 21);
			assertThat(instance.api().get("/health/ready").status()).isEqualTo(200);
			link.hangUp();
			Awaitility.await().until(() -> instance.api().get("/health/ready").status() == 503);
			assertThat(instance.api().get("/health/live").status()).isEqualTo(200);
			link.restore();
			Awaitility.await().until(() -> instance.api().get("/health/ready").status() == 200);
		}
	}

	@Test
	void linkThatSwallowsWhatIsSentDoesNotReachTheCallers() throws Exception {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES);
				Link link = Link.to(stores.green().url());
				Instance instance = Instance.start(stores, "dual-read-green", "bluegreen.green.url=" + link.url())) {
			Api api = instance.api();
			Api.Answer made = api.create("through", "3.00", "EUR");
			String path = "/payments/" + made.text("id");
			Awaitility.await().until(() -> countedBy(api, path) == 0);
			link.swallow();
			Api.Answer captured = api.change(made.text("id"), "capture", made.text("version"));
			assertThat(captured.text("status")).isEqualTo("captured");
			assertThat(api.get(path).json()).isEqualTo(captured.json());
			assertThat(api.get("/health/ready").status()).isEqualTo(200);
			link.restore();
		}
	}

}
