package io.bluegreen.bench;

import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.testing.postgres.Database;

/**
 * Keys that one statement of a floor works on.
 *
 * @param after where they start, exclusive
 * @param upTo where they end, inclusive
 */
record Range(long after, long upTo) {

	/** As many rows as the program gives to a chunk unless something else is said. */
	static final int ROWS = 25_000;

	/**
	 * No key is beyond. The least bigint has no literal, which COPY needs: -2^63 is read
	 * as minus a number that is none.
	 */
	private static final long OPEN = Long.MAX_VALUE;

	/**
	 * Cuts all keys, those that only Green has included.
	 * @param blue where the shape's rows are counted
	 * @param rows of a range in Blue
	 */
	static List<Range> cut(Database blue, Shape shape, int rows) {
		List<Long> bounds = JdbcClient.create(blue.as(blue.server().superuser()))
			.sql(Sql.named("cut.sql").formatted(shape.source(), shape.key(), rows))
			.query(Long.class)
			.list();
		List<Range> ranges = new ArrayList<>();
		long after = -OPEN;
		for (long bound : bounds) {
			ranges.add(new Range(after, bound));
			after = bound;
		}
		ranges.add(new Range(after, OPEN));
		return ranges;
	}

}
