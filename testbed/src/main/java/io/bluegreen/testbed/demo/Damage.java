package io.bluegreen.testbed.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes rows of Green wrong behind everybody's back.
 */
final class Damage {

	private static final String PAYMENT = "'payments ' || jsonb_build_object('payment_id', payment_id::text)";

	private static final String EVENT = """
			'payment_events ' || jsonb_build_object('payment_id', payment_id::text, 'event_no', event_no::text)""";

	/** Rows that nobody has written since they were copied: nothing else mends them. */
	private static final String OF_OLD = "WHERE row_version = (SELECT min(row_version) FROM green.%s)";

	/**
	 * Rows anywhere among the keys, and new ones where the service makes none; the three
	 * groups have none in common.
	 */
	private static final List<String> STATEMENTS = List.of("""
			UPDATE green.payments SET amount_minor = amount_minor + 1 WHERE payment_id IN (
			    SELECT payment_id FROM green.payments %3$s ORDER BY hashint8(payment_id), payment_id LIMIT 3)
			RETURNING 'mismatched ' || %1$s
			""", """
			DELETE FROM green.payments WHERE payment_id IN (
			    SELECT payment_id FROM green.payments %3$s ORDER BY hashint8(payment_id), payment_id LIMIT 2 OFFSET 3)
			RETURNING 'missing ' || %1$s
			""",
			"""
					INSERT INTO green.payments
					SELECT (jsonb_populate_record(NULL::green.payments, to_jsonb(g) || jsonb_build_object('payment_id', payment_id - n))).*
					FROM (SELECT * FROM green.payments ORDER BY payment_id LIMIT 1) g, generate_series(1, 2) n
					RETURNING 'extra ' || %1$s
					""",
			"""
					UPDATE green.payment_events SET note = concat(note, ' (refunded)') WHERE (payment_id, event_no) IN (
					    SELECT payment_id, event_no FROM green.payment_events %4$s ORDER BY hashint8(payment_id), 1, 2 LIMIT 1)
					RETURNING 'mismatched ' || %2$s
					""",
			"""
					DELETE FROM green.payment_events WHERE (payment_id, event_no) IN (
					    SELECT payment_id, event_no FROM green.payment_events %4$s ORDER BY hashint8(payment_id), 1, 2 LIMIT 1 OFFSET 1)
					RETURNING 'missing ' || %2$s
					""",
			"""
					INSERT INTO green.payment_events
					SELECT (jsonb_populate_record(NULL::green.payment_events, to_jsonb(g) || '{"event_no": 99}')).*
					FROM (SELECT * FROM green.payment_events %4$s ORDER BY hashint8(payment_id), 1, 2 LIMIT 1 OFFSET 2) g
					RETURNING 'extra ' || %2$s
					""");

	/** The same form, from what {@code bluegreen differences --output=json} prints. */
	private static final String LISTED = """
			SELECT concat_ws(' ', d ->> 'kind', d ->> 'table', d -> 'key') FROM jsonb_array_elements(?::jsonb) d
			""";

	private Damage() {
	}

	/**
	 * Changes, deletes and inserts a few rows.
	 * @param owner of Green's tables
	 * @return each row as its kind of difference, its table and its key
	 */
	static Set<String> inflict(Connection owner) throws SQLException {
		Set<String> rows = new TreeSet<>();
		try (Statement statement = owner.createStatement()) {
			for (String sql : STATEMENTS) {
				try (ResultSet result = statement.executeQuery(sql.formatted(PAYMENT, EVENT,
						OF_OLD.formatted("payments"), OF_OLD.formatted("payment_events")))) {
					collect(result, rows);
				}
			}
		}
		return rows;
	}

	/** What was found, in the form of {@link #inflict}. */
	static Set<String> listed(Connection connection, String json) throws SQLException {
		Set<String> rows = new TreeSet<>();
		try (PreparedStatement statement = connection.prepareStatement(LISTED)) {
			statement.setString(1, json);
			try (ResultSet result = statement.executeQuery()) {
				collect(result, rows);
			}
		}
		return rows;
	}

	private static void collect(ResultSet result, Set<String> rows) throws SQLException {
		while (result.next()) {
			String row = result.getString(1);
			if (!rows.add(row)) {
				throw new UnexpectedException("named twice: " + row);
			}
		}
	}

}
