package io.bluegreen.bisection;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeyRange;
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

	/** Blue's keys: those of the source, where it is known. */
	public static KeyedRelation ofSource(Side side, Mapping mapping) {
		return mapping.source()
			.map((source) -> new KeyedRelation(side, source.sql(), mapping.sourceKey()))
			.orElseGet(() -> new KeyedRelation(side, mapping.from().sql(), mapping.fromKey()));
	}

	/** Green's keys. */
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

}
