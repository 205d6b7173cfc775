package io.bluegreen.payments;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same request again, through the same instance or another one.
 */
class RepeatedRequestsTests {

	private static final String WAITING = """
			SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = 'payments_app' AND wait_event_type = 'Lock' AND query LIKE '%s%%'
			""";

	private static MigratedStores stores;

	private static Instance one;

	private static Instance other;

	@BeforeAll
	static void start() throws SQLException {
		stores = MigratedStores.create(Where.ONE_DATABASE);
		one = Instance.start(stores, "blue");
		other = Instance.start(stores, "dual");
	}

	@AfterAll
	static void stop() throws SQLException {
		one.close();
		other.close();
		stores.close();
	}

	private static String payments(String key) {
		return """
				SELECT count(*) FROM blue.payments p
				JOIN blue.idempotency_keys k ON k.answer::json ->> 'id' = p.payment_id::text
				WHERE k.idempotency_key = '%s'
				""".formatted(key);
	}

	private static void awaitWaiting(String statement) {
		Awaitility.await().until(() -> Answer.of(stores.blue(), WAITING.formatted(statement)).equals("1"));
	}

	@Test
	void getTheSameAnswerFromAnyInstance() {
		Api.Answer first = one.api().create("again", "7.00", "EUR");
		one.api().change(first.text("id"), "capture", first.text("version"));
		Api.Answer second = other.api().create("again", "7.00", "EUR");
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
		assertThat(stores.inBlue(payments("again"))).containsExactly("1");
		Api.Answer changed = other.api().create("again", "7.01", "EUR");
		assertThat(changed.status()).isEqualTo(422);
		assertThat(changed.body()).contains("urn:problem:idempotency-key-reused");
	}

	/**
	 * The same request twice, of which the first one has not ended.
	 * @param meanwhile is done while the second one waits for it
	 */
	private static List<CompletableFuture<Api.Answer>> twice(String key, Meanwhile meanwhile) throws Exception {
		try (MigratedStores.Held held = MigratedStores.hold(stores.blue(),
				"LOCK TABLE blue.payment_events IN SHARE ROW EXCLUSIVE MODE")) {
			CompletableFuture<Api.Answer> first = postLater(one, key);
			awaitWaiting("INSERT INTO blue.payment_events");
			CompletableFuture<Api.Answer> second = postLater(other, key);
			awaitWaiting("INSERT INTO blue.idempotency_keys");
			meanwhile.run();
			return List.of(first, second);
		}
	}

	/** Something that may fail. */
	private interface Meanwhile {

		void run() throws SQLException;

	}

	private static CompletableFuture<Api.Answer> postLater(Instance instance, String key) {
		return instance.api().postLater("/payments", Api.payment("8.00", "EUR"), "Idempotency-Key", key);
	}

	@Test
	void getTheSameAnswerWhileTheFirstIsStillRunning() throws Exception {
		List<CompletableFuture<Api.Answer>> answers = twice("running", () -> {
		});
		Api.Answer second = answers.get(1).get(1, TimeUnit.MINUTES);
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(answers.get(0).get(1, TimeUnit.MINUTES).body());
		assertThat(stores.inBlue(payments("running"))).containsExactly("1");
	}

	@Test
	void areCarriedOutWhereTheFirstCameToNothing() throws Exception {
		List<CompletableFuture<Api.Answer>> answers = twice("killed", () -> Answer.of(stores.blue(), """
				SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
				WHERE datname = current_database() AND query LIKE 'INSERT INTO blue.payment_events%'
				"""));
		Api.Answer first = answers.get(0).get(1, TimeUnit.MINUTES);
		assertThat(first.status()).isEqualTo(503);
		assertThat(first.header("Retry-After")).isEqualTo("1");
		assertThat(answers.get(1).get(1, TimeUnit.MINUTES).status()).isEqualTo(201);
		assertThat(stores.inBlue(payments("killed"))).containsExactly("1");
	}

}
