package io.bluegreen.testbed.traffic;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row that a transaction changed.
 *
 * @param counter how
 * @param table Blue's table
 * @param key the values of its primary key, for a key change those it has now
 * @param freed the payment's key that is free once this commits
 * @param taken the payment's key that is free again unless this commits
 */
record Change(Counter counter, String table, List<Object> key, @Nullable Long freed, @Nullable Long taken) {

	static Change payment(Counter counter, long key) {
		return payment(counter, key, null, null);
	}

	static Change payment(Counter counter, long key, @Nullable Long freed, @Nullable Long taken) {
		return new Change(counter, "blue.payments", List.of(key), freed, taken);
	}

	static Change event(Counter counter, long payment, int event) {
		return new Change(counter, "blue.payment_events", List.of(payment, event), null, null);
	}

}
