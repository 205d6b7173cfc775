package io.bluegreen.jobs.ledger;

import java.sql.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the key space into ranges: without gap, without overlap, open at both ends, so
 * that also a row below the first key or above the last one lies in exactly one of them.
 */
public class Planner {

	/**
	 * Boundaries that one transaction looks for: each is an index scan over one range's
	 * keys.
	 */
	private static final int BOUNDARIES = 50;

	private final Drain drain;

	/**
	 * Plans until a stop is requested.
	 */
	public Planner(Drain drain) {
		this.drain = drain;
	}

	/**
	 * One relation that the ranges are to be even over.
	 *
	 * @param relation quoted
	 * @param key its key columns
	 */
	public record Keyed(String relation, List<Column> key) {

		/** Blue's keys. */
		public static Keyed blue(Mapping mapping) {
			return new Keyed(mapping.source().orElse(mapping.from()).sql(), mapping.sourceKey());
		}

		/** Green's keys. */
		public static Keyed green(Mapping mapping) {
			return new Keyed(mapping.to().sql(), mapping.key());
		}

	}

	/**
	 * Ranges of which none holds more than {@code rows} rows of any of the relations, as
	 * they are now.
	 * @throws io.bluegreen.jobs.TryAgainException if a stop was requested
	 */
	public List<KeyRange> ranges(Side side, List<Keyed> relations, int rows) {
		List<KeyRange> ranges = new ArrayList<>();
		boolean more = true;
		while (more) {
			this.drain.check();
			more = side.in(() -> walk(side, relations, rows, ranges));
		}
		ranges.add(new KeyRange(last(ranges), null));
		return ranges;
	}

	private boolean walk(Side side, List<Keyed> relations, int rows, List<KeyRange> ranges) {
		for (int i = 0; i < BOUNDARIES; i++) {
			List<String> last = last(ranges);
			List<String> next = boundary(side, relations, rows, last);
			if (next.isEmpty()) {
				return false;
			}
			ranges.add(new KeyRange(last, next));
		}
		return true;
	}

	private static @Nullable List<String> last(List<KeyRange> ranges) {
		return ranges.isEmpty() ? null : ranges.get(ranges.size() - 1).to();
	}

	private static List<String> boundary(Side side, List<Keyed> relations, int rows, @Nullable List<String> from) {
		KeyRange rest = new KeyRange(from, null);
		String nth = relations.stream()
			.map((keyed) -> "(SELECT %s FROM %s b WHERE %s ORDER BY %1$s OFFSET :rows LIMIT 1)"
				.formatted(Mapping.list(keyed.key(), "b"), keyed.relation(), rest.predicate("b", keyed.key())))
			.collect(Collectors.joining(" UNION ALL "));
		List<Column> key = relations.get(0).key();
		String text = key.stream()
			.map((column) -> column.sql() + "::text")
			.collect(Collectors.joining(", ", "ARRAY[", "]"));
		return side.client()
			.sql("SELECT %s FROM (%s) nth ORDER BY %s LIMIT 1".formatted(text, nth,
					key.stream().map(Column::sql).collect(Collectors.joining(", "))))
			.params(rest.parameters())
			.param("rows", rows - 1)
			.query((row, i) -> {
				Array array = row.getArray(1);
				return List.of((String[]) array.getArray());
			})
			.optional()
			.orElse(List.of());
	}

}
