package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class TrafficTests {

	private static final Load LOAD = new Load(4, 2000, 1);

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@BeforeEach
	void fill() throws SQLException {
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 500, 1);
		}
	}

	@Test
	void everyKindOfChangeHappensAndTheCountsAddUp() throws Exception {
		run("ALTER TABLE blue.payments ADD COLUMN metadata_json jsonb");
		Traffic traffic = traffic();
		await().until(() -> Arrays.stream(Counter.values())
			.filter((counter) -> !counter.name().startsWith("DUAL") && counter != Counter.REFUSED)
			.allMatch((counter) -> traffic.count(counter) >= 5));
		traffic.stop();
		assertThat(number("SELECT count(*) FROM blue.payments")).isEqualTo(500 + traffic.count(Counter.INSERTED)
				+ traffic.count(Counter.REINSERTED) - traffic.count(Counter.DELETED));
		assertThat(number("SELECT count(*) FROM blue.payments WHERE metadata_json IS NULL")).isPositive();
		assertThat(number("SELECT count(*) FROM blue.payments WHERE metadata_json <> '{}'")).isPositive();
		assertThat(
				number("""
						SELECT count(*) FROM blue.payments p
						WHERE metadata_json <> (SELECT coalesce(jsonb_object_agg(split_part(pair, '=', 1), substr(pair, strpos(pair, '=') + 1)), '{}')
						                        FROM string_to_table(attributes, ';') pair WHERE pair <> '')
						"""))
			.isZero();
	}

	@Test
	void withoutTheNewColumnWritersUseTheListAlone() throws Exception {
		Traffic traffic = traffic();
		await().until(() -> traffic.count(Counter.COMMITTED) > 200);
		traffic.stop();
		assertThat(number("SELECT count(*) FROM blue.payments WHERE attributes LIKE 'Größe=%'")).isPositive();
	}

	@Test
	void writersWaitUntilTheirNextTransactionIsDue() throws Exception {
		Load anHourApart = new Load(2, 2 / 3600.0, 1);
		Traffic traffic = new Traffic(this.fresh.as(LegacyDatabase.APPLICATION), anHourApart).start();
		await().until(() -> transactions(traffic) >= 2);
		traffic.stop();
		assertThat(transactions(traffic)).isEqualTo(2);
	}

	private static long transactions(Traffic traffic) {
		return traffic.count(Counter.COMMITTED) + traffic.count(Counter.ROLLED_BACK) + traffic.count(Counter.REFUSED);
	}

	@Test
	void anErrorThatTrafficDoesNotBringIsThrownWhenItStops() throws Exception {
		Traffic traffic = traffic();
		await().until(() -> traffic.count(Counter.COMMITTED) > 0);
		run("REVOKE ALL ON blue.payments FROM payments_app");
		await().until(() -> number("""
				SELECT count(*) FROM pg_stat_activity
				WHERE usename = 'payments_app' AND datname = current_database()
				""") == 0);
		assertThatIllegalStateException().isThrownBy(traffic::stop)
			.withMessageContaining("4 of the writers failed")
			.withMessageContaining("permission denied for table payments");
	}

	@Test
	void everyCommittedRowIsDualWritten() throws Exception {
		Map<String, LongAdder> written = new ConcurrentHashMap<>();
		Traffic traffic = new Traffic(this.fresh.as(LegacyDatabase.APPLICATION), LOAD,
				(table, key) -> written.computeIfAbsent(table + key.length, (name) -> new LongAdder()).increment(),
				Faults.NONE)
			.start();
		await().until(() -> traffic.count(Counter.EVENT_DELETED) > 3 && traffic.count(Counter.COMMITTED) > 200);
		traffic.stop();
		assertThat(written).containsOnlyKeys("blue.payments1", "blue.payment_events2");
		assertThat(traffic.count(Counter.DUAL_WRITTEN)).isEqualTo(rowsChanged(traffic))
			.isEqualTo(written.values().stream().mapToLong(LongAdder::sum).sum());
	}

	@ParameterizedTest
	@EnumSource(names = "DUAL_.*", mode = EnumSource.Mode.MATCH_ALL)
	void everyFaultHappensAndIsCounted(Counter counter) throws Exception {
		Traffic traffic = new Traffic(this.fresh.as(LegacyDatabase.APPLICATION), LOAD, (table, key) -> {
			if (key[0].hashCode() % 10 == 0) {
				throw new SQLException("Green is away");
			}
		}, Faults.ALL).start();
		await().until(() -> traffic.count(counter) > 5);
		traffic.stop();
		assertThat(traffic.count(Counter.DUAL_WRITTEN) + traffic.count(Counter.DUAL_REFUSED))
			.isEqualTo(rowsChanged(traffic) - traffic.count(Counter.DUAL_LOST) - traffic.count(Counter.DUAL_FAILED)
					+ traffic.count(Counter.DUAL_DUPLICATED));
	}

	@Test
	void aLoadWithoutWritersIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Load(0, 10, 1)).withMessageContaining("not 0");
	}

	private Traffic traffic() throws SQLException {
		return new Traffic(this.fresh.as(LegacyDatabase.APPLICATION), LOAD).start();
	}

	private static long rowsChanged(Traffic traffic) {
		return traffic.count(Counter.INSERTED) + traffic.count(Counter.REINSERTED) + traffic.count(Counter.UPDATED)
				+ traffic.count(Counter.DELETED) + traffic.count(Counter.KEY_CHANGED)
				+ traffic.count(Counter.EVENT_INSERTED) + traffic.count(Counter.EVENT_DELETED);
	}

	private void run(String statement) throws SQLException {
		try (Connection owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			owner.createStatement().execute(statement);
		}
	}

	private long number(String sql) throws SQLException {
		return Long.parseLong(Answer.of(this.fresh.database(), sql));
	}

}
