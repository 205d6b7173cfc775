package io.bluegreen.jobs.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Lists the changed keys that Green refuses.
 */
public class Rejects {

	private final Side green;

	private final KeyNames names;

	Rejects(Side green, KeyNames names) {
		this.green = green;
		this.names = names;
	}

	/**
	 * A key that could not be set.
	 *
	 * @param reason condition and constraint, without values
	 */
	public record Row(String table, Map<String, String> key, String sqlState, String reason) {
	}

	/** The first of these, at most so many. */
	public List<Row> list(List<String> tables, int limit) {
		List<Row> rows = new ArrayList<>();
		for (MappingSettings table : this.names.mappings(tables)) {
			List<String> key = this.names.of(table);
			rows.addAll(this.green.client()
				.sql("""
						SELECT key, coalesce(sqlstate, '') AS sqlstate, error FROM bluegreen.changed_key
						WHERE table_name = :table AND error IS NOT NULL ORDER BY key LIMIT :limit
						""")
				.param("table", table.table())
				.param("limit", limit - rows.size())
				.query((row, i) -> new Row(table.table(),
						Objects.requireNonNull(KeyNames.named(key, TextArray.of(row, "key"))),
						row.getString("sqlstate"), row.getString("error")))
				.list());
		}
		return rows;
	}

	/** These rows in columns. */
	public static String text(List<Row> rows) {
		TextTable table = new TextTable("TABLE", "KEY", "SQLSTATE", "REASON");
		rows.forEach((row) -> table.row(row.table(), TextTable.key(row.key()), row.sqlState(), row.reason()));
		return String.join("\n", table.lines());
	}

}
