package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

import org.springframework.dao.DataAccessException;

/**
 * Compares all of a range that can be compared: where the view cannot evaluate a row, the
 * range is halved until that row is alone.
 */
class Isolation {

	/**
	 * Halves that may fail within one range, each behind a savepoint: enough to isolate
	 * some dozen rows. What fails after that is left as it is.
	 */
	private static final int FAILURES = 400;

	/** Asked of the keys alone, which the view passes through. */
	private static final String MIDDLE = """
			WITH keys (%1$s) AS (
			    SELECT %2$s FROM %3$s b WHERE %4$s
			    UNION
			    SELECT %5$s FROM %6$s g WHERE %7$s
			)
			SELECT ARRAY[%8$s] AS key, (SELECT count(*) FROM keys) AS keys FROM keys
			ORDER BY %1$s OFFSET (SELECT (count(*) - 1) / 2 FROM keys) LIMIT 1
			""";

	private final Side green;

	private final Mapping mapping;

	private final Function<KeyRange, RangeSeen> compare;

	private int failures;

	Isolation(Side green, Mapping mapping, Function<KeyRange, RangeSeen> compare) {
		this.green = green;
		this.mapping = mapping;
		this.compare = compare;
	}

	/**
	 * The key in the middle of a range.
	 *
	 * @param keys how many there are on either side
	 */
	private record Middle(List<String> key, long keys) {
	}

	RangeSeen see(KeyRange range) {
		try {
			return this.green.nested(() -> this.compare.apply(range));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isInTheData()) {
				throw ex;
			}
			this.failures++;
			if (this.failures > FAILURES) {
				return RangeSeen.unread(new RangeSeen.Unread(null, error.sentence()));
			}
			Middle middle = middle(range);
			return (middle.keys() > 1)
					? see(new KeyRange(range.from(), middle.key())).plus(see(new KeyRange(middle.key(), range.to())))
					: RangeSeen.unread(new RangeSeen.Unread(middle.key(), error.sentence()));
		}
	}

	private Middle middle(KeyRange range) {
		String columns = join((i) -> "k" + i);
		String text = join((i) -> "k" + i + "::text");
		String blue = this.mapping.source().orElse(this.mapping.from()).sql();
		return this.green.client()
			.sql(MIDDLE.formatted(columns, Mapping.list(this.mapping.sourceKey(), "b"), blue,
					range.predicate("b", this.mapping.sourceKey()), this.mapping.key("g"), this.mapping.to().sql(),
					range.predicate("g", this.mapping.key()), text))
			.params(range.parameters())
			.query((row, i) -> new Middle(List.of((String[]) row.getArray("key").getArray()), row.getLong("keys")))
			.optional()
			.orElse(new Middle(List.of(), 0));
	}

	private String join(java.util.function.IntFunction<String> element) {
		return IntStream.range(0, this.mapping.key().size()).mapToObj(element).collect(Collectors.joining(", "));
	}

}
