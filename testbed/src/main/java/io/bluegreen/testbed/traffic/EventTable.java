package io.bluegreen.testbed.traffic;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What the application says to {@code blue.payment_events}.
 */
final class EventTable {

	/** Inserts the next event of a payment; null if there is no such payment. */
	@Nullable Change insert(Connection connection, long payment, Random random) throws SQLException {
		// Held while the next number is drawn, so that two writers never draw the same.
		if (Query.number(connection, "SELECT payment_id FROM blue.payments WHERE payment_id = ? FOR UPDATE",
				payment) == null) {
			return null;
		}
		Long number = Query.number(connection, """
				INSERT INTO blue.payment_events (payment_id, event_no, event_type, occurred_at, amount, note)
				SELECT id, 1 + coalesce(max(event_no), 0), ?, clock_timestamp() AT TIME ZONE 'UTC', ?, ?
				FROM (SELECT ?::bigint AS id) payment
				LEFT JOIN blue.payment_events ON payment_id = id
				GROUP BY id
				RETURNING event_no
				""", random.nextBoolean() ? "CAPTURED" : "REFUNDED",
				random.nextBoolean() ? BigDecimal.valueOf(random.nextInt(1_000_000), 2) : null,
				random.nextBoolean() ? "" : null, payment);
		return (number != null) ? Change.event(Counter.EVENT_INSERTED, payment, number.intValue()) : null;
	}

	/** Deletes the newest event of the next payment that has any; null if none has. */
	@Nullable Change delete(Connection connection, long near) throws SQLException {
		Long payment = Query.number(connection, """
				SELECT payment_id FROM blue.payment_events WHERE payment_id >= ? ORDER BY payment_id LIMIT 1
				""", near);
		Long number = (payment != null) ? Query.number(connection, """
				DELETE FROM blue.payment_events
				WHERE payment_id = ? AND event_no = (SELECT max(event_no) FROM blue.payment_events WHERE payment_id = ?)
				RETURNING event_no
				""", payment, payment) : null;
		return (payment != null && number != null) ? Change.event(Counter.EVENT_DELETED, payment, number.intValue())
				: null;
	}

}
