package io.bluegreen.payments;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
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

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void greenAnswersWhereItHasWhatBlueHasAndBlueForTheRest(Where where) throws SQLException {
		try (MigratedStores stores = MigratedStores.create(where);
				Instance one = Instance.start(stores, "dual-read-green", "bluegreen.dual-write.retry-for=10m");
				Instance other = Instance.start(stores, "dual-read-green", "bluegreen.version=other")) {
			bothSidesGiveTheSameAnswers(stores, other.api());
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
	void shareOfTheReadsIsComparedWithTheOtherSide() throws SQLException {
		try (MigratedStores stores = MigratedStores.create(Where.ONE_DATABASE);
				Instance instance = Instance.start(stores, "dual", "payments.shadow-share=1.0")) {
			stores.stores()
				.inTarget("UPDATE green.payments SET description = 'damaged' WHERE payment_id = 11",
						"DELETE FROM green.payments WHERE payment_id = 12");
			for (int id = 11; id <= 15; id++) {
				assertThat(instance.api().get("/payments/" + id).status()).isEqualTo(200);
			}
			Map.of("match", 3.0, "mismatch", 1.0, "missing", 1.0, "error", 0.0, "in_flight", 0.0)
				.forEach((result, count) -> Awaitility.await()
					.until(() -> instance.api().metric("shadow_read_total", "result=\"" + result + '"') == count
						.doubleValue()));
		}
	}

	@Test
	void greenThatIsAwayDelaysNeitherTheStartNorTheReaders() throws SQLException {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES);
				Instance instance = Instance.start(stores, "dual-read-green",
						"bluegreen.green.url=jdbc:postgresql://127.0.0.1:1/away")) {
			Api.Answer made = instance.api().create("away", "3.00", "EUR");
			assertThat(made.status()).isEqualTo(201);
			assertThat(instance.api().get("/payments/" + made.text("id")).json()).isEqualTo(made.json());
			assertThat(instance.api().get("/payments").json().get("payments")).hasSize(20);
			assertThat(instance.api().metric(FALLBACK, "reason=\"unavailable\"")).isEqualTo(21);
			assertThat(instance.api().get("/health/ready").status()).isEqualTo(200);
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
