package io.bluegreen.transport;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
 */
record Staging(String name, List<Column> columns) {

	/**
	 * Creates it if it is not there, and empties it: an earlier range of the same
	 * transaction may have left its rows.
	 */
	void empty(JdbcClient target) {
		target
			.sql("CREATE TEMPORARY TABLE IF NOT EXISTS %s (%s) ON COMMIT DROP".formatted(relation(),
					each((column) -> column.sql() + " " + type(column))))
			.update();
		target.sql("TRUNCATE " + relation()).update();
	}

	String copyIn() {
		return "COPY %s FROM STDIN (FORMAT binary)".formatted(relation());
	}

	/**
	 * What the source sends for these columns.
	 * @param there the same columns in the source, in the same order
	 */
	String sent(List<Column> there) {
		return Columns.of(there).each((i) -> "b." + there.get(i).sql() + (isText(this.columns.get(i)) ? "::text" : ""));
	}

	/** The rows, in the target's types. */
	RowSource reach(List<Column> key) {
		String rows = this.columns.stream().noneMatch(Staging::isText) ? relation() : "(SELECT %s FROM %s)".formatted(
				each((column) -> isText(column) ? column.fromText(column.sql()) + " AS " + column.sql() : column.sql()),
				relation());
		return new RowSource(rows, "true", key, Map.of());
	}

	private String relation() {
		return "pg_temp." + this.name;
	}

	private static boolean isText(Column column) {
		return column.sentAsText();
	}

	private static String type(Column column) {
		return isText(column) ? "text"
				: column.type() + (column.collation().isEmpty() ? "" : " COLLATE " + column.collation());
	}

	private String each(Function<Column, String> sql) {
		return Columns.of(this.columns).each((i) -> sql.apply(this.columns.get(i)));
	}

}
