package io.bluegreen.transport;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;

/**
 * The first keys of a range, as Blue orders them, but for rows that the view shows
 * without one.
 */
record FirstKeys(Mapping mapping, KeyRange range, int limit) {

	private static final String KEYS = "SELECT %1$s AS key FROM %2$s b WHERE %3$s AND num_nulls(%4$s) = 0 ORDER BY %4$s LIMIT %5$d";

	KeySet read(JdbcClient blue) {
		return KeySet.of(blue.sql(KEYS.formatted(Mapping.text(this.mapping.fromKey(), "b"), this.mapping.from().sql(),
				this.range.predicate("b", this.mapping.fromKey()), Mapping.list(this.mapping.fromKey(), "b"),
				this.limit))
			.params(this.range.parameters()));
	}

}
