package io.bluegreen.testbed.traffic;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What the application says to {@code blue.payments}. Each answer is the key of the row
 * that was meant, or null if there is none.
 *
 * @param json whether payments have their attributes as jsonb too, which new writers fill
 */
record PaymentTable(boolean json) {

	private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "JPY", "KWD");

	private static final List<Integer> MINOR_DIGITS = List.of(2, 2, 2, 0, 3);

	private static final List<String> STATUSES = List.of("PENDING", "AUTHORIZED", "CAPTURED", "REFUNDED", "FAILED",
			"CANCELLED");

	static PaymentTable of(Connection connection) throws SQLException {
		return new PaymentTable(Query.number(connection, """
				SELECT attnum FROM pg_attribute
				WHERE attrelid = 'blue.payments'::regclass AND attname = 'metadata_json' AND NOT attisdropped
				""") != null);
	}

	@Nullable Long find(Connection connection, long near) throws SQLException {
		return Query.number(connection, """
				SELECT payment_id FROM blue.payments WHERE payment_id >= ? ORDER BY payment_id LIMIT 1
				""", near);
	}

	void insert(Connection connection, long key, Random random) throws SQLException {
		int currency = random.nextInt(CURRENCIES.size());
		BigDecimal amount = BigDecimal.valueOf(random.nextInt(10_000_000), MINOR_DIGITS.get(currency));
		Attributes attributes = Attributes.random(random);
		if (!this.json) {
			Query.number(connection,
					"""
							INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, description, attributes)
							VALUES (?, ?, ?, ?, clock_timestamp() AT TIME ZONE 'UTC', ?, ?)
							RETURNING payment_id
							""",
					key, amount, CURRENCIES.get(currency), status(random), text(random), attributes.list());
			return;
		}
		Query.number(connection, """
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, description, attributes,
				                           metadata_json)
				VALUES (?, ?, ?, ?, clock_timestamp() AT TIME ZONE 'UTC', ?, ?, jsonb_object(?::text[]))
				RETURNING payment_id
				""", key, amount, CURRENCIES.get(currency), status(random), text(random), attributes.list(),
				newForm(attributes, random));
	}

	@Nullable Long updateStatus(Connection connection, long key, Random random) throws SQLException {
		return Query.number(connection, """
				UPDATE blue.payments SET status = ?, updated_at = clock_timestamp() AT TIME ZONE 'UTC'
				WHERE payment_id = ? RETURNING payment_id
				""", status(random), key);
	}

	@Nullable Long updateAttributes(Connection connection, long key, Random random) throws SQLException {
		Attributes attributes = Attributes.random(random);
		if (!this.json) {
			return Query.number(connection, """
					UPDATE blue.payments SET description = ?, attributes = ? WHERE payment_id = ? RETURNING payment_id
					""", text(random), attributes.list(), key);
		}
		return Query.number(connection, """
				UPDATE blue.payments SET description = ?, attributes = ?, metadata_json = jsonb_object(?::text[])
				WHERE payment_id = ? RETURNING payment_id
				""", text(random), attributes.list(), newForm(attributes, random), key);
	}

	@Nullable Long delete(Connection connection, long key) throws SQLException {
		return Query.number(connection, "DELETE FROM blue.payments WHERE payment_id = ? RETURNING payment_id", key);
	}

	@Nullable Long changeKey(Connection connection, long from, long to) throws SQLException {
		return Query.number(connection, """
				UPDATE blue.payments p SET payment_id = ?
				WHERE payment_id = ?
				  AND NOT EXISTS (SELECT FROM blue.payment_events e WHERE e.payment_id = p.payment_id)
				RETURNING payment_id
				""", to, from);
	}

	// Old writers live on beside new ones, and leave the column empty.
	private static @Nullable List<String> newForm(Attributes attributes, Random random) {
		return random.nextBoolean() ? attributes.pairs() : null;
	}

	private static String status(Random random) {
		return STATUSES.get(random.nextInt(STATUSES.size()));
	}

	private static @Nullable String text(Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> null;
			case 1 -> "";
			case 2 -> "it's \"late\" \\ \n\t🦊";
			default -> "Text " + random.nextInt(1_000_000);
		};
	}

}
