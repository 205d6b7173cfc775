package io.bluegreen.bisection;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A relation that ranges of keys are cut by.
 *
 * @param side where it is
 * @param relation quoted
 * @param key its key columns
 */
public record KeyedRelation(Side side, String relation, List<Column> key) {

	private static final SqlTemplate MIDDLE = SqlTemplate.of("""
			WITH keys AS (SELECT {key} FROM {relation} b WHERE {condition})
			SELECT {keyText} AS key, (SELECT count(*) FROM keys) AS keys FROM keys b
			ORDER BY {key} OFFSET (SELECT (count(*) - 1) / 2 FROM keys) LIMIT 1
			""");

	/** Each key behind which a part ends, but for the last part. */
	private static final SqlTemplate BOUNDS = SqlTemplate
		.of("""
				SELECT {keyText} AS key
				FROM (SELECT {key}, row_number() OVER (ORDER BY {key}) AS "place of row", count(*) OVER () AS "count of rows"
				      FROM {relation} b WHERE {condition}) b
				WHERE "place of row" < "count of rows"
				  AND "place of row" % (1 + ("count of rows" - 1) / {parts}) = 0
				ORDER BY {key}
				""");

	/** The keys of the source table, where it is known, else of the view. */
	public static KeyedRelation ofSource(Side side, Mapping mapping) {
		return new KeyedRelation(side, mapping.source().orElse(mapping.from()).sql(), mapping.sourceKey());
	}

	/** The keys of the target. */
	public static KeyedRelation ofTarget(Side side, Mapping mapping) {
		return new KeyedRelation(side, mapping.to().sql(), mapping.key());
	}

	/**
	 * A key in the middle of a range, the last one of its first half.
	 *
	 * @param keys how many the range has
	 */
	public record Middle(List<String> key, long keys) {

		public boolean isAlone() {
			return this.keys == 1;
		}

	}

	/**
	 * The middle of a range; empty if there is no key in it.
	 */
	public Optional<Middle> middle(KeyRange range) {
		return this.side.in(() -> this.side.client()
			.sql(MIDDLE.with("key", Columns.of(this.key).list("b"))
				.with("relation", this.relation)
				.with("condition", range.predicate("b", this.key))
				.with("keyText", Columns.of(this.key).texts("b"))
				.sql())
			.params(range.parameters())
			.query((row, i) -> new Middle(TextArray.of(row, "key"), row.getLong("keys")))
			.optional());
	}

	/**
	 * Where a range is to be cut into parts of about as many keys: the last key of each
	 * part but the last one.
	 * @param parts how many at most
	 */
	List<List<String>> bounds(KeyRange range, int parts) {
		return this.side.in(
				() -> KeySet
					.of(this.side.client()
						.sql(BOUNDS.with("key", Columns.of(this.key).list("b"))
							.with("relation", this.relation)
							.with("condition", range.predicate("b", this.key))
							.with("keyText", Columns.of(this.key).texts("b"))
							.with("parts", String.valueOf(parts))
							.sql())
						.params(range.parameters()))
					.keys());
	}

}
