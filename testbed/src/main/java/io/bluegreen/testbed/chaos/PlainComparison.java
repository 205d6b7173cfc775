package io.bluegreen.testbed.chaos;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.Database;

/**
 * Compares both sides by SQL that the program has no part in: the text of every row, in
 * the order of the key.
 */
record PlainComparison(Database blue, Database green) {

	private static final String DIGEST = """
			SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(md5(r::text), '' ORDER BY %2$s), ''))
			FROM (SELECT %3$s FROM %1$s) r
			""";

	/** A pair of tables; what only Green has is left out. */
	private record Table(String blue, String green, String key, String columns) {
	}

	private static final List<Table> TABLES = List.of(new Table("blue.payments_as_green", "green.payments",
			"payment_id",
			"payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4, customer_name, "
					+ "customer_email, description, merchant_reference, metadata_json, row_version"),
			new Table("blue.payment_events_as_green", "green.payment_events", "payment_id, event_no",
					"payment_id, event_no, event_type, occurred_at, amount, note, row_version"));

	boolean areEqual(PrintStream out) throws SQLException {
		boolean equal = true;
		for (Table table : TABLES) {
			String here = Answer.of(this.blue, DIGEST.formatted(table.blue(), table.key(), table.columns()));
			String there = Answer.of(this.green, DIGEST.formatted(table.green(), table.key(), table.columns()));
			out.printf("plain SQL: %s has %s, %s has %s%n", table.blue(), here, table.green(), there);
			equal &= here.equals(there);
		}
		return equal;
	}

}
