package io.bluegreen.transport;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;

/**
 * A temporary table in the target that holds rows of the source until the transaction
 * ends. It goes with them: at each commit a session empties all that it has, and behind a
 * pooling proxy the next one would find them. It has the target's columns, but text where
 * a value cannot be sent in binary: the number of a type is another one in another
 * database.
 *
 * @param name tells the tables of one session apart
 * @param columns the target's
 * @param asText those that are text here
 */
record Staging(String name, List<Column> columns, Predicate<Column> asText) {

	/** Text where binary does not carry the value. */
	static Staging usual(String name, List<Column> columns) {
		return new Staging(name, columns, Column::sentAsText);
	}

	/**
	 * Text wherever that carries the value, so that none is refused on its way: a domain
	 * or an enum of the target may lack it. The key stays what ranges are taken of.
	 */
	static Staging spelled(String name, List<Column> columns, List<Column> key) {
		return new Staging(name, columns,
				(column) -> column.sentAsText() || (column.textIsValue() && !key.contains(column)));
	}

	/**
	 * Creates it if it is not there, and empties it: an earlier range of the same
	 * transaction may have left its rows.
	 */
	void empty(JdbcClient target) {
		create(target, "IF NOT EXISTS ");
		target.sql("TRUNCATE " + relation()).update();
	}

	/** Creates it, which no earlier range of the same transaction has. */
	void create(JdbcClient target) {
		create(target, "");
	}

	private void create(JdbcClient target, String unless) {
		target
			.sql("CREATE TEMPORARY TABLE %s%s (%s) ON COMMIT DROP".formatted(unless, relation(),
					each((column) -> column.sql() + " " + type(column))))
			.update();
	}

	String copyIn() {
		return "COPY %s FROM STDIN (FORMAT binary)".formatted(relation());
	}

	/**
	 * What the source sends for these columns.
	 * @param there the same columns in the source, in the same order
	 */
	String sent(List<Column> there) {
		return Columns.of(there)
			.each((i) -> "b." + there.get(i).sql() + (this.asText.test(this.columns.get(i)) ? "::text" : ""));
	}

	/** The rows, in the target's types. */
	RowSource reach(List<Column> key) {
		String rows = this.columns.stream().noneMatch(this.asText) ? relation() : "(SELECT %s FROM %s)".formatted(
				each((column) -> this.asText.test(column) ? column.restored(column.sql()) : column.sql()), relation());
		return new RowSource(rows, "true", key, Map.of());
	}

	private String relation() {
		return "pg_temp." + this.name;
	}

	private String type(Column column) {
		return this.asText.test(column) ? "text"
				: column.type() + (column.collation().isEmpty() ? "" : " COLLATE " + column.collation());
	}

	private String each(Function<Column, String> sql) {
		return Columns.of(this.columns).each((i) -> sql.apply(this.columns.get(i)));
	}

}
