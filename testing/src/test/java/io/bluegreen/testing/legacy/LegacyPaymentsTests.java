package io.bluegreen.testing.legacy;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LegacyPaymentsTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@Test
	void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() throws SQLException {
		fill(this.fresh.database(), 2000, 1);
		String first = content(this.fresh.database());
		assertThat(contentOfAnother(2000, 1)).isEqualTo(first);
		assertThat(contentOfAnother(2000, 2)).isNotEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(strings = { "payment_id < 0", "amount = 0", "amount < 0", "amount > 1e14", "currency = 'JPY'",
			"currency = 'KWD' AND amount <> round(amount, 2)", "updated_at IS NULL", "created_at < '1970-01-01'",
			"created_at = '2021-03-28 02:30:00'", "card_last4 = ''", "card_token IS NULL", "customer_name IS NULL",
			"customer_name = ''", "customer_name = 'null'", "customer_name LIKE '%''%'", "customer_name LIKE '%\"%'",
			"customer_name ~ '\\\\'", "customer_name ~ '🦊'", "customer_name ~ '\\t.*\\n.*\\r'", "customer_email = ''",
			"length(description) > 100000", "description = ''", "length(attributes) > 100000", "attributes IS NULL",
			"attributes = ''", "attributes ~ '=.*=.*;.*=$|=;'", "attributes ~ '\\n'", "merchant_reference IS NULL" })
	void aSmallTableHoldsEveryAwkwardCase(String condition) throws SQLException {
		fill(this.fresh.database(), 3000, 7);
		assertThat(one("SELECT count(*) > 0 FROM blue.payments WHERE " + condition)).isEqualTo("t");
	}

	@Test
	void idsHaveGapsAndHalfAsManyEventsAsPaymentsFollow() throws SQLException {
		fill(this.fresh.database(), 3000, 7);
		assertThat(one("SELECT count(*) FROM blue.payments")).isEqualTo("3000");
		assertThat(one("SELECT max(payment_id) > 3000 FROM blue.payments")).isEqualTo("t");
		assertThat(Integer.parseInt(one("SELECT count(*) FROM blue.payment_events"))).isBetween(1350, 1650);
	}

	@Test
	void everyAttributeIsAListOfPairsWithUniqueKeys() throws SQLException {
		fill(this.fresh.database(), 3000, 7);
		assertThat(
				one("""
						SELECT count(*) FROM blue.payments p
						WHERE attributes <> '' AND (SELECT count(DISTINCT split_part(pair, '=', 1)) <> count(*) OR bool_or(pair !~ '^[^=]+=')
						       FROM string_to_table(attributes, ';') pair)
						"""))
			.isEqualTo("0");
	}

	@Test
	void noAmountIsFinerThanItsCurrency() throws SQLException {
		fill(this.fresh.database(), 3000, 7);
		assertThat(one("""
				SELECT count(*) FROM blue.payments JOIN blue.currencies ON code = currency
				WHERE amount <> round(amount, minor_digits)
				""")).isEqualTo("0");
	}

	@Test
	void aFillLeavesIndexesForeignKeyAndStatisticsBehind() throws SQLException {
		fill(this.fresh.database(), 1000, 7);
		assertThat(one("SELECT count(*) FROM pg_indexes WHERE schemaname = 'blue'")).isEqualTo("5");
		assertThat(one("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated")).isEqualTo("1");
		assertThat(one("SELECT reltuples FROM pg_class WHERE oid = 'blue.payments'::regclass")).isEqualTo("1000");
	}

	@Test
	void aTableThatIsNotEmptyIsRefusedAndStaysAsItWas() throws SQLException {
		fill(this.fresh.database(), 100, 7);
		String before = content(this.fresh.database());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> fill(this.fresh.database(), 100, 8));
		assertThat(content(this.fresh.database())).isEqualTo(before);
		assertThat(one("SELECT count(*) FROM pg_indexes WHERE schemaname = 'blue'")).isEqualTo("5");
	}

	@ParameterizedTest
	@EnumSource(Poison.class)
	void poisonComesUnderAKeyOfItsOwn(Poison kind) throws SQLException {
		fill(this.fresh.database(), 100, 7);
		long highest = Long.parseLong(one("SELECT max(payment_id) FROM blue.payments"));
		try (Connection application = this.fresh.connect(LegacyDatabase.APPLICATION)) {
			assertThat(LegacyPayments.poison(application, kind)).isEqualTo(highest + 1);
		}
		assertThat(one("""
				SELECT count(*) FROM blue.payments LEFT JOIN blue.currencies ON code = currency
				WHERE attributes = 'broken' OR status = '???' OR code IS NULL OR amount <> round(amount, minor_digits)
				""")).isEqualTo("1");
	}

	private static void fill(Database database, long rows, long seed) throws SQLException {
		try (Connection owner = database.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, rows, seed);
		}
	}

	private String contentOfAnother(long rows, long seed) throws SQLException {
		Database other = LegacyDatabase.create(this.fresh.database().server());
		try {
			fill(other, rows, seed);
			return content(other);
		}
		finally {
			other.drop();
		}
	}

	private static String content(Database database) throws SQLException {
		return Answer.of(database, """
				SELECT (SELECT md5(string_agg(p::text, '|' ORDER BY payment_id)) FROM blue.payments p)
				    || (SELECT md5(string_agg(e::text, '|' ORDER BY payment_id, event_no)) FROM blue.payment_events e)
				""");
	}

	private String one(String sql) throws SQLException {
		return Answer.of(this.fresh.database(), sql);
	}

}
