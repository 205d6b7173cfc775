package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;

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
	public void check(Mapping mapping) {
		require(mapping, this.blue, mapping.from().sql(), mapping.key());
		mapping.source().ifPresent((source) -> require(mapping, this.blue, source.sql(), mapping.sourceKey()));
		require(mapping, this.green, mapping.to().sql(), mapping.key());
	}

	private static void require(Mapping mapping, Side side, String relation, List<Column> key) {
		List<String> bound = key.stream().map((column) -> "").toList();
		KeyRange range = new KeyRange(bound, bound);
		// Bounds that no type objects to: the key's own first value, or none in an empty
		// table.
		String predicate = range.predicate("r", key)
			.replaceAll("\\(:(from|to)(\\d+)\\)::text", "(SELECT NULL::text OFFSET 0)");
		String plan = side.in(() -> {
			side.client().sql("SELECT set_config('enable_seqscan', 'off', true)").query((row) -> {
			});
			return String.join("\n",
					side.client()
						.sql("EXPLAIN (COSTS OFF) SELECT %s FROM %s r WHERE %s".formatted(Mapping.list(key, "r"),
								relation, predicate))
						.query(String.class)
						.list());
		});
		if (!plan.contains("Index Cond") && !plan.contains("One-Time Filter: false")) {
			throw new RefusedException(
					"%s: a range of (%s) of %s cannot be read by an index".formatted(mapping.table(),
							Mapping.list(key, "").replace(".", ""), relation),
					"let the view pass the key through unchanged, and give the table an index on it");
		}
	}

}
