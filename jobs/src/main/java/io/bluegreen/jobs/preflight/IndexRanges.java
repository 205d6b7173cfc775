package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A chunk must be an index range on both sides, or each would read a whole table: a range
 * is planned and the plan is looked at.
 */
class IndexRanges implements MappingCheck {

	private final Side blue;

	private final Side green;

	IndexRanges(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	@Override
	public String name() {
		return "ranges of keys are read by an index";
	}

	@Override
	public void require(Mapping mapping) {
		require(mapping, this.blue, mapping.from().sql(), mapping.fromKey());
		mapping.source().ifPresent((source) -> require(mapping, this.blue, source.sql(), mapping.sourceKey()));
		require(mapping, this.green, mapping.to().sql(), mapping.key());
	}

	private static void require(Mapping mapping, Side side, String relation, List<Column> key) {
		List<String> plan = plan(mapping, side, relation, key);
		// Parameter 1 is in the lower bound, the last one in the upper.
		Predicate<String> lower = parameter(1);
		boolean byIndex = Stream.of(lower, parameter(2 * key.size()))
			.allMatch((bound) -> plan.stream().anyMatch((line) -> line.contains("Index Cond:") && bound.test(line)));
		boolean filtered = plan.stream().anyMatch((line) -> line.contains(" Filter:") && lower.test(line));
		if (!byIndex || filtered) {
			throw new RefusedException(
					"%s: a range of (%s) of %s cannot be read by an index".formatted(mapping.table(),
							key.stream().map(Column::sql).collect(Collectors.joining(", ")), relation),
					"let the view pass the key through unchanged, and give the table an index on it, in this order and with the default operators of its type");
		}
	}

	/** Whether a line names a parameter: with a cast in brackets, else bare. */
	private static Predicate<String> parameter(int number) {
		return Pattern.compile("\\$" + number + "\\b").asPredicate();
	}

	/**
	 * The plan for whatever bounds: a prepared statement's generic one. With real bounds
	 * an empty table, or a NULL, would be planned as nothing.
	 */
	private static List<String> plan(Mapping mapping, Side side, String relation, List<Column> key) {
		int columns = key.size();
		String nulls = IntStream.range(0, 2 * columns).mapToObj((i) -> "NULL").collect(Collectors.joining(", "));
		String types = nulls.replace("NULL", "text");
		String prepare = "PREPARE bluegreen_range (%s) AS SELECT %s FROM %s r WHERE %s AND %s".formatted(types,
				Columns.of(key).list("r"), relation, KeyRange.above("r", key, (i) -> "$" + (i + 1)),
				KeyRange.upTo("r", key, (i) -> "$" + (i + 1 + columns)));
		try {
			return side.in(() -> {
				side.client()
					.sql("""
							SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
							       set_config('enable_partition_pruning', 'off', true)
							""")
					.query((row) -> {
					});
				side.client().sql(prepare).update();
				try {
					return side.nested(() -> side.client()
						.sql("EXPLAIN (COSTS OFF) EXECUTE bluegreen_range (%s)".formatted(nulls))
						.query(String.class)
						.list());
				}
				finally {
					// It outlives its transaction, and behind a pooling proxy its client.
					side.client().sql("DEALLOCATE bluegreen_range").update();
				}
			});
		}
		catch (DataAccessException ex) {
			throw ServerError.of(ex).sqlState().equals("42501") ? Privileges.lacking(mapping, relation) : ex;
		}
	}

}
