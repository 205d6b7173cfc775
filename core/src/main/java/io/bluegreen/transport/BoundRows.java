package io.bluegreen.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextLists;
import io.bluegreen.mapping.KeySet;

/**
 * Few rows, which the statement in the target brings along as parameters: a list of texts
 * for each column. A temporary table would leave dead rows in the target's catalog at
 * each commit, more than autovacuum takes away where every write of an application is
 * followed by an apply.
 *
 * @param name begins the names of the parameters: a statement may have rows and keys
 * @param relation of the source, quoted
 * @param key its key columns
 * @param sent the columns that are read
 * @param columns what the target has in their places
 */
record BoundRows(String name, String relation, List<Column> key, List<Column> sent, List<Column> columns) {

	/** Of more, the temporary table is faster: each value is written as text twice. */
	private static final int MOST_KEYS = 100;

	/** Of all values, which are held in memory. */
	private static final int MOST_BYTES = 1 << 20;

	/**
	 * No text is made of values that are too large as they are stored: that of a large
	 * one may be too large for the server. Each list is the text of an array, which
	 * nobody takes apart before the target.
	 */
	private static final SqlTemplate LISTS = SqlTemplate
		.of("""
				WITH few AS MATERIALIZED (
				    SELECT {columns} FROM {relation} b WHERE {condition}
				), lists AS MATERIALIZED (
				    SELECT {lists} FROM few b
				    WHERE (SELECT coalesce(sum(size.bytes), 0) FROM few b, unnest(ARRAY[{sizes}]) size (bytes)) <= :mostBytes
				    HAVING count(*) = (SELECT count(*) FROM few)
				)
				SELECT * FROM lists l WHERE (SELECT sum(bytes) FROM unnest(ARRAY[{lengths}]) bytes) <= :mostBytes
				""");

	/** Whether these may travel so: their text says all, and there are few. */
	boolean suit(KeySet keys) {
		return keys.keys().size() <= MOST_KEYS && this.sent.stream().allMatch(Column::textIsValue)
				&& this.columns.stream().allMatch(Column::textIsValue);
	}

	/** Reads the rows of these keys; empty if there is too much in them. */
	Optional<RowSource> read(JdbcClient source, List<Column> keyOfTarget, KeySet keys) {
		return source.sql(query(keys)).params(keys.parameters()).param("mostBytes", MOST_BYTES).query((row, i) -> {
			Map<String, Object> lists = new LinkedHashMap<>();
			for (int column = 0; column < this.columns.size(); column++) {
				lists.put(lists().parameter(column), row.getString(column + 1));
			}
			return new RowSource(rows(), "true", keyOfTarget, lists);
		}).optional();
	}

	private String query(KeySet keys) {
		return LISTS.with("columns", Columns.of(this.sent).list("b"))
			.with("relation", this.relation)
			.with("condition", keys.predicate("b", this.key))
			.with("lists",
					each((i) -> "coalesce(array_agg(b.%s::text), '{}')::text AS list%d"
						.formatted(this.sent.get(i).sql(), i)))
			.with("sizes", each((i) -> "pg_column_size(b." + this.sent.get(i).sql() + ")"))
			.with("lengths", each((i) -> "octet_length(l.list" + i + ")"))
			.sql();
	}

	/** The rows, in the target's types and collations. */
	String rows() {
		return "(SELECT %s FROM unnest(%s) r (%s))".formatted(
				each((i) -> this.columns.get(i).restored("r." + TextLists.column(i))), lists().arguments(),
				lists().names());
	}

	private TextLists lists() {
		return new TextLists(this.name, this.columns.size());
	}

	private String each(IntFunction<String> sql) {
		return Columns.of(this.columns).each(sql);
	}

}
