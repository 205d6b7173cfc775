package io.bluegreen.jobs.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The first and the last rows of a view, few enough that they can be read at once: so
 * many as the source stores in a MiB, without reading what it keeps outside of the table.
 *
 * @param first up to a key
 * @param last above a key
 */
record Sample(KeyRange first, KeyRange last) {

	private static final int ROWS = 1000;

	private static final int ROWS_OF_UNKNOWN_SIZE = 50;

	private static final int BYTES = 1 << 20;

	/** The key that so many rows lie before, in an order of the key. */
	private static final SqlTemplate BOUNDARY = SqlTemplate
		.of("""
				SELECT key FROM (
				    SELECT {keyText} AS key, row_number() OVER (ORDER BY {order}) AS n,
				           coalesce(sum(size) OVER (ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
				    FROM (SELECT {key}, {size} AS size FROM {relation} b
				          WHERE ROW({key}) IS NOT NULL ORDER BY {order} LIMIT :most) b) b
				WHERE {condition} ORDER BY n {nearest} LIMIT 1
				""");

	private static final SqlTemplate BOTH_ENDS = SqlTemplate.of("""
			SELECT {select} FROM (
			    SELECT * FROM {view} v WHERE {first} UNION ALL SELECT * FROM {view} v WHERE {last}) v
			""");

	static Sample of(Side blue, Mapping mapping) {
		Relation relation = mapping.source().orElse(mapping.from());
		List<Column> key = mapping.sourceKey();
		String size = mapping.source()
			.map((source) -> source.columns()
				.stream()
				.filter((column) -> !column.generated())
				.map((column) -> "coalesce(pg_column_size(b.%s), 0)".formatted(column.sql()))
				.collect(Collectors.joining(" + ")))
			.orElseGet(() -> String.valueOf(BYTES / ROWS_OF_UNKNOWN_SIZE));
		String fits = "before < " + BYTES + " AND n <= " + ROWS;
		Optional<List<String>> upTo = boundary(blue, relation, key, size, "", fits, "DESC");
		Optional<List<String>> above = boundary(blue, relation, key, size, " DESC", "NOT (" + fits + ")", "");
		return new Sample(new KeyRange(null, upTo.orElse(null)), new KeyRange(above.orElse(null), null));
	}

	private static Optional<List<String>> boundary(Side blue, Relation relation, List<Column> key, String size,
			String direction, String condition, String nearest) {
		String order = key.stream().map((column) -> "b." + column.sql() + direction).collect(Collectors.joining(", "));
		return blue.client()
			.sql(BOUNDARY.with("keyText", Columns.of(key).texts("b"))
				.with("order", order)
				.with("key", Columns.of(key).list("b"))
				.with("size", size)
				.with("relation", relation.sql())
				.with("condition", condition)
				.with("nearest", nearest)
				.sql())
			.param("most", ROWS + 1)
			.query((row, i) -> TextArray.of(row, "key"))
			.optional();
	}

	/** A query for these rows of the view, of which a small table shows each twice. */
	StatementSpec query(Side blue, Mapping mapping, String select) {
		Map<String, Object> parameters = new HashMap<>(this.first.parameters());
		parameters.putAll(this.last.parameters());
		return blue.client()
			.sql(BOTH_ENDS.with("select", select)
				.with("view", mapping.from().sql())
				.with("first", this.first.predicate("v", mapping.fromKey()))
				.with("last", this.last.predicate("v", mapping.fromKey()))
				.sql())
			.params(parameters);
	}

}
