package io.bluegreen.dualwrite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.apply.Authority;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.stores.Payments;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of Green.
 */
@ParameterizedClass
@EnumSource(names = { "ONE_DATABASE", "TWO_SERVERS" })
class GreenTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final String DESCRIPTION = "SELECT description FROM green.payments WHERE payment_id = 11";

	private static final Map<Where, MigratedStores> STORES = new EnumMap<>(Where.class);

	private static final String UPDATE = "UPDATE blue.payments SET description = '%s' WHERE payment_id = 11";

	private static final String WAITS_TO_ENTER = """
			SELECT pid FROM pg_locks
			WHERE locktype = 'advisory' AND NOT granted
			  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
			""";

	private final MigratedStores stores;

	GreenTests(Where where) throws SQLException {
		MigratedStores migrated = STORES.get(where);
		this.stores = (migrated != null) ? migrated : MigratedStores.create(where);
		STORES.put(where, this.stores);
	}

	@AfterAll
	static void drop() throws SQLException {
		for (MigratedStores stores : STORES.values()) {
			stores.close();
		}
		STORES.clear();
	}

	@BeforeEach
	void forget() throws SQLException {
		this.stores.stores()
			.inTarget("TRUNCATE green.payments", "UPDATE bluegreen.authority SET side = 'blue', fence = 0");
		this.stores.inBlue("UPDATE blue.payments SET status = 'CAPTURED'");
		new Payments(this.stores.stores()).register();
	}

	@Test
	void changedRowReachesGreenAndIsReplacedByTheNext() {
		this.stores.service((dualWrite) -> {
			for (String description : new String[] { "first", "second" }) {
				this.stores.inBlue(UPDATE.formatted(description));
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
				assertThat(this.stores.green(DESCRIPTION)).containsExactly(description);
			}
		});
	}

	@Test
	void callerReturnsWhileSomebodyHoldsGreensRow() {
		this.stores.service((dualWrite) -> {
			dualWrite.changed("payments", 11);
			dualWrite.await(RowKey.of("payments", 11), LONG);
			this.stores.inBlue(UPDATE.formatted("new"));
			this.stores.whileGreenIsLocked("SELECT FROM green.payments WHERE payment_id = 11 FOR UPDATE", () -> {
				dualWrite.changed("payments", 11);
				dualWrite.changed("payments", 12);
				assertThat(dualWrite.await(RowKey.of("payments", 12), LONG)).isTrue();
				assertThat(dualWrite.pending(RowKey.of("payments", 11))).isTrue();
			});
			assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
			assertThat(this.stores.green(DESCRIPTION)).containsExactly("new");
		}, "bluegreen.dual-write.retry-for=10m");
	}

	@Test
	void goodRowsOfABatchArriveBesideOneThatGreenRefuses() {
		this.stores.inBlue("UPDATE blue.payments SET status = 'UNHEARD' WHERE payment_id = 11");
		this.stores.service((dualWrite) -> {
			this.stores.whileGreenIsLocked("LOCK TABLE green.payments", () -> {
				for (int key = 4; key <= 17; key++) {
					dualWrite.changed("payments", key);
				}
			});
			for (int key = 4; key <= 17; key++) {
				assertThat(dualWrite.await(RowKey.of("payments", key), LONG)).isTrue();
			}
			assertThat(this.stores.green("SELECT payment_id FROM green.payments WHERE payment_id BETWEEN 4 AND 17"))
				.hasSize(13)
				.doesNotContain("11");
		}, "bluegreen.dual-write.retry-for=10m", "bluegreen.dual-write.workers=1");
	}

	@Test
	void generationBelowTheFenceIsRefusedAndANewerOneWrites() throws SQLException {
		this.stores.stores().inTarget("UPDATE bluegreen.authority SET fence = 2");
		for (int generation : new int[] { 1, 2 }) {
			this.stores.service((dualWrite) -> {
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
				assertThat(this.stores.green(DESCRIPTION)).hasSize(generation - 1);
				Awaitility.await()
					.until(() -> this.stores.green("SELECT generation || stage || version FROM bluegreen.instance")
						.equals(List.of(generation + "dualgreen")));
			}, "bluegreen.generation=" + generation);
		}
		assertThat(this.stores.green("SELECT id FROM bluegreen.instance")).isEmpty();
	}

	@Test
	void applyThatWaitedWhileItWasShutOutIsRefused() throws SQLException {
		Payments payments = new Payments(this.stores.stores());
		MappingSettings another = new MappingSettings("payments", Payments.EVENTS.from(), Payments.EVENTS.source(),
				List.of(), Payments.EVENTS.to(), List.of(), Payments.EVENTS.version(), List.of());
		Mapping replacement = Payments.mapping(this.stores.stores().databases(), another);
		List<Consumer<Authority>> decisions = List.of((authority) -> authority.register(replacement),
				(authority) -> authority.raiseFence(2));
		this.stores.service((dualWrite, failures) -> {
			for (int i = 0; i < decisions.size(); i++) {
				this.stores.whileAppliesAreShutOut(decisions.get(i), () -> {
					dualWrite.changed("payments", 11);
					Awaitility.await().until(() -> !this.stores.green(WAITS_TO_ENTER).isEmpty());
				});
				assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
				assertThat(this.stores.green(DESCRIPTION)).isEmpty();
				int refused = i + 1;
				Awaitility.await().until(() -> failures.applyAsDouble(Failure.Type.REFUSED) == refused);
				payments.register();
			}
		}, "bluegreen.generation=1", "bluegreen.dual-write.lock-timeout=1m",
				"bluegreen.dual-write.statement-timeout=1m");
	}

	@Test
	void controlSchemaThatIsNewerThanTheLibraryIsRefused() throws SQLException {
		this.stores.stores().inTarget("INSERT INTO bluegreen.control_history VALUES ('9999', 'SQL', true)");
		this.stores.service((dualWrite, failures) -> {
			dualWrite.changed("payments", 11);
			assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
			Awaitility.await().until(() -> failures.applyAsDouble(Failure.Type.REFUSED) == 1);
			assertThat(this.stores.green(DESCRIPTION)).isEmpty();
		});
		this.stores.stores().inTarget("DELETE FROM bluegreen.control_history");
	}

	@Test
	void greenThatAnswersTooLateIsATimeout() throws SQLException {
		this.stores.stores()
			.inTarget(
					"""
							CREATE FUNCTION green.dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'
							""",
					"""
							CREATE TRIGGER dawdle BEFORE INSERT OR UPDATE ON green.payments FOR EACH ROW EXECUTE FUNCTION green.dawdle()
							""");
		this.stores.service((dualWrite, failures) -> {
			dualWrite.changed("payments", 11);
			assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
			Awaitility.await().until(() -> failures.applyAsDouble(Failure.Type.TIMEOUT) == 1);
			assertThat(this.stores.green(DESCRIPTION)).isEmpty();
		}, "bluegreen.dual-write.statement-timeout=1s", "bluegreen.dual-write.retry-for=1ms");
		this.stores.stores().inTarget("DROP FUNCTION green.dawdle() CASCADE");
	}

	@Test
	void greenWithAuthorityIsLeftAlone() throws SQLException {
		this.stores.stores().inTarget("UPDATE bluegreen.authority SET side = 'green'");
		this.stores.service((dualWrite) -> {
			dualWrite.changed("payments", 11);
			assertThat(dualWrite.await(RowKey.of("payments", 11), LONG)).isTrue();
			assertThat(this.stores.green(DESCRIPTION)).isEmpty();
		});
	}

}
