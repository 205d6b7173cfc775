package io.bluegreen.jobs.status;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Lists the rows that Green refuses. Each stays queued until it is taken.
 */
public class Rejects {

	private final Side green;

	private final KeyNames names;

	Rejects(Side green, KeyNames names) {
		this.green = green;
		this.names = names;
	}

	/**
	 * A row that could not be written.
	 *
	 * @param chunk of the backfill that could not write it; null: it changed since
	 * @param constraint that it violates; null: none
	 * @param column that is to blame; null: the server names none
	 * @param reason condition and constraint, without values
	 * @param firstSeen by Green's clock
	 */
	public record Row(String table, @Nullable Long chunk, Map<String, String> key, String sqlState,
			@Nullable String constraint, @Nullable String column, String reason, int attempts, String firstSeen) {
	}

	/** Those of these tables, in the order of their keys; of all where none is named. */
	public List<Row> list(List<String> tables) {
		List<Row> rows = new ArrayList<>();
		for (MappingSettings table : this.names.mappings(tables)) {
			List<String> key = this.names.of(table);
			rows.addAll(this.green.in(() -> this.green.client()
				.sql("""
						SELECT key, chunk_id, coalesce(sqlstate, '') AS sqlstate, constraint_name, column_name, error, attempts,
						       to_char(first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS first_seen
						FROM bluegreen.changed_key
						WHERE table_name = ? AND error IS NOT NULL ORDER BY key
						""")
				.param(table.table())
				.query((row, i) -> row(table.table(), key, row))
				.list()));
		}
		return rows;
	}

	private static Row row(String table, List<String> key, ResultSet row) throws SQLException {
		return new Row(table, (Long) row.getObject("chunk_id"), KeyNames.named(key, TextArray.of(row, "key")),
				row.getString("sqlstate"), row.getString("constraint_name"), row.getString("column_name"),
				row.getString("error"), row.getInt("attempts"),
				Objects.requireNonNullElse(row.getString("first_seen"), ""));
	}

	/** These rows in columns, at most so many. */
	public static String text(List<Row> rows, int limit) {
		if (rows.isEmpty()) {
			return "no rejects";
		}
		TextTable table = new TextTable("TABLE", "KEY", "#CHUNK", "#ATTEMPTS", "FIRST SEEN", "REASON");
		rows.stream()
			.limit(limit)
			.forEach((row) -> table.row(row.table(), TextTable.key(row.key()),
					(row.chunk() == null) ? "-" : row.chunk().toString(), row.attempts(), row.firstSeen(),
					row.reason()));
		String lines = String.join("\n", table.lines());
		return (rows.size() > limit) ? lines + "\n.. and %,d more".formatted(rows.size() - limit) : lines;
	}

}
