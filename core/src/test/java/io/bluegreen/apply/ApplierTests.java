package io.bluegreen.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bluegreen.apply.ApplyOutcome.Applied;
import io.bluegreen.apply.ApplyOutcome.Failed;
import io.bluegreen.apply.ApplyOutcome.Refused;
import io.bluegreen.apply.ApplyOutcome.Rejected;
import io.bluegreen.apply.ApplyOutcome.TooEarly;
import io.bluegreen.session.Side;
import io.bluegreen.stores.Payments;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a dual write gets of an apply, wherever the target lies.
 */
class ApplierTests {

	private static final String NEW = "UPDATE blue.payments SET description = 'new' WHERE payment_id IN (11, 12)";

	private static Applier applier(Payments payments) {
		return new Applier(payments.stores().databases(), List.of(Payments.SETTINGS), 0);
	}

	private static ApplyOutcome apply(Applier applier, String... keys) {
		return applier.apply("payments", List.of(keys).stream().map(List::of).toList());
	}

	private static List<String> descriptions(Payments payments) {
		Databases databases = payments.stores().databases();
		Side target = databases.target();
		return target.in(() -> target.client()
			.sql("SELECT description FROM green.payments WHERE payment_id IN (11, 12) ORDER BY payment_id")
			.query(String.class)
			.list());
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void bringsWhatTheSourceSaysNow(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inSource(NEW);
			Applier applier = applier(payments);
			assertThat(apply(applier, "11", "12", "7")).isInstanceOfSatisfying(Applied.class,
					(applied) -> assertThat(applied.count().applied()).isEqualTo(2));
			assertThat(apply(applier, "11")).isInstanceOfSatisfying(Applied.class,
					(applied) -> assertThat(applied.count().applied()).isZero());
			assertThat(descriptions(payments)).containsExactly("new", "new");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void rowThatTheTargetRefusesIsRejectedWithoutItsValue(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inSource("UPDATE blue.payments SET status = 'UNHEARD' WHERE payment_id = 11");
			assertThat(apply(applier(payments), "11")).isInstanceOfSatisfying(Rejected.class, (rejected) -> {
				assertThat(rejected.error().sqlState()).isEqualTo("23514");
				assertThat(rejected.toString()).doesNotContain("UNHEARD");
			});
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void targetWithAuthorityRefuses(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inTarget("UPDATE bluegreen.authority SET side = 'green'");
			assertThat(apply(applier(payments), "11")).isInstanceOfSatisfying(Refused.class,
					(refused) -> assertThat(refused.reason()).contains("Green has authority"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void beforeThePlanNothingIsWrittenAndNothingIsRefusedButByTheFence(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inTarget("DELETE FROM bluegreen.mapping", "DELETE FROM green.payments");
			Applier applier = applier(payments);
			assertThat(apply(applier, "11", "12")).isInstanceOf(TooEarly.class);
			assertThat(descriptions(payments)).isEmpty();
			payments.stores().inTarget("UPDATE bluegreen.authority SET fence = 1");
			assertThat(apply(applier, "11")).isInstanceOf(Refused.class);
			payments.stores().inTarget("UPDATE bluegreen.authority SET fence = 0");
			payments.register();
			assertThat(apply(applier, "11", "12")).isInstanceOf(Applied.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void replacedMappingIsReadAgainOnceItIsRegistered(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			Applier applier = applier(payments);
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
			payments.stores()
				.inSource(
						"""
								DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW blue.payments_as_green AS ' || replace(
								  pg_get_viewdef('blue.payments_as_green'::regclass), 'p.description', 'upper(p.description) AS description');
								END $$
								""");
			Applier later = applier(payments);
			assertThat(apply(later, "11")).isInstanceOf(Refused.class);
			payments.register();
			payments.stores().inSource(NEW);
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
			assertThat(apply(later, "12")).isInstanceOf(Applied.class);
			assertThat(descriptions(payments)).containsExactly("NEW", "NEW");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void rowThatSomebodyHoldsFailsForNow(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 20)) {
			payments.stores().inSource(NEW);
			Applier applier = applier(payments);
			try (Connection other = payments.stores().target().connect(LegacyDatabase.OWNER);
					Statement statement = other.createStatement()) {
				statement.execute("BEGIN; SELECT FROM green.payments WHERE payment_id = 11 FOR UPDATE");
				assertThat(apply(applier, "11")).isInstanceOfSatisfying(Failed.class,
						(failed) -> assertThat(failed.error().isTransient()).isTrue());
				statement.execute("ROLLBACK");
			}
			assertThat(apply(applier, "11")).isInstanceOf(Applied.class);
		}
	}

	@Test
	void tableThatIsNotConfiguredIsTheCallersMistake() throws SQLException {
		try (Payments payments = Payments.copied(Where.ONE_DATABASE, 20)) {
			Applier applier = applier(payments);
			assertThatThrownBy(() -> applier.apply("refunds", List.of())).hasMessageContaining("refunds");
		}
	}

}
