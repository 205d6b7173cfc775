package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.function.Function;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import org.springframework.dao.DataAccessException;

/**
 * Compares all of a range that can be compared: where the view cannot evaluate a row, the
 * range is halved until that row is alone.
 */
class Bisection {

	/**
	 * Halves that may fail within one range, each behind a savepoint: enough to isolate
	 * some dozen rows. What fails after that is left as it is.
	 */
	private static final int FAILURES = 400;

	/** Asked of the source's keys alone: it is Blue's view that cannot evaluate a row. */
	private static final String MIDDLE = """
			WITH keys AS (SELECT %1$s FROM %2$s b WHERE %3$s)
			SELECT %4$s AS key, (SELECT count(*) FROM keys) AS keys FROM keys b
			ORDER BY %1$s OFFSET (SELECT (count(*) - 1) / 2 FROM keys) LIMIT 1
			""";

	private final Side green;

	private final Side blue;

	private final Mapping mapping;

	private final Function<KeyRange, RangeResult> compare;

	private int failures;

	Bisection(Side green, Side blue, Mapping mapping, Function<KeyRange, RangeResult> compare) {
		this.green = green;
		this.blue = blue;
		this.mapping = mapping;
		this.compare = compare;
	}

	/**
	 * The key in the middle of a range.
	 *
	 * @param keys how many there are
	 */
	private record Middle(List<String> key, long keys) {
	}

	RangeResult see(KeyRange range) {
		try {
			return this.green.nested(() -> this.compare.apply(range));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isDataError()) {
				throw ex;
			}
			this.failures++;
			if (this.failures > FAILURES) {
				return RangeResult.unread(new RangeResult.Unread(null, error.sentence()));
			}
			Middle middle = middle(range);
			return (middle.keys() > 1)
					? see(new KeyRange(range.from(), middle.key())).plus(see(new KeyRange(middle.key(), range.to())))
					: RangeResult.unread(new RangeResult.Unread(middle.key(), error.sentence()));
		}
	}

	private Middle middle(KeyRange range) {
		List<Column> key = this.mapping.source().isPresent() ? this.mapping.sourceKey() : this.mapping.fromKey();
		String source = this.mapping.source().orElse(this.mapping.from()).sql();
		return this.blue.in(() -> this.blue.client()
			.sql(MIDDLE.formatted(Mapping.list(key, "b"), source, range.predicate("b", key), Mapping.text(key, "b")))
			.params(range.parameters())
			.query((row, i) -> new Middle(TextArray.of(row, "key"), row.getLong("keys")))
			.optional()
			.orElse(new Middle(List.of(), 0)));
	}

}
