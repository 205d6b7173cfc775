package io.bluegreen.jobs.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;

/**
 * Lists the chunks of the newest backfill plan of tables.
 */
public class Chunks {

	private final Side green;

	private final KeyNames names;

	Chunks(Side green, KeyNames names) {
		this.green = green;
		this.names = names;
	}

	/**
	 * A chunk as the ledger has it.
	 *
	 * @param from exclusive; empty: from the first key on
	 * @param to inclusive; empty: to the last key
	 */
	public record Row(String table, long chunk, String state, Map<String, String> from, Map<String, String> to,
			long scanned, long applied, int attempts, double seconds, @Nullable String error) {
	}

	/** The chunks in a state; all where none is named. */
	public List<Row> list(List<String> tables, @Nullable String state) {
		KeyNames.requireWord("--state", state, "pending", "deferred", "done", "failed");
		List<Row> rows = new ArrayList<>();
		for (MappingSettings table : this.names.mappings(tables)) {
			List<String> key = this.names.of(table);
			rows.addAll(this.green.client()
				.sql("""
						SELECT c.* FROM bluegreen.chunk c
						WHERE c.plan_id = (SELECT max(plan_id) FROM bluegreen.plan WHERE kind = 'backfill' AND table_name = :table)
						  AND (:state::text IS NULL OR c.state = :state)
						ORDER BY c.chunk_id
						""")
				.param("table", table.table())
				.param("state", state)
				.query((row, i) -> new Row(table.table(), row.getLong("chunk_id"), row.getString("state"),
						KeyNames.named(key, TextArray.orNull(row, "from_key")),
						KeyNames.named(key, TextArray.orNull(row, "to_key")), row.getLong("scanned"),
						row.getLong("applied"), row.getInt("attempts"), row.getDouble("seconds"),
						row.getString("error")))
				.list());
		}
		return rows;
	}

	/** The same in columns, at most so many. */
	public static String text(List<Row> rows, int limit) {
		if (rows.isEmpty()) {
			return "no chunks";
		}
		TextTable table = new TextTable("TABLE", "#CHUNK", "STATE", "AFTER", "UP TO", "#SCANNED", "#APPLIED",
				"#ATTEMPTS", "#SECONDS", "ERROR");
		rows.stream()
			.limit(limit)
			.forEach((row) -> table.row(row.table(), row.chunk(), row.state(), TextTable.key(row.from()),
					TextTable.key(row.to()), row.scanned(), row.applied(), row.attempts(),
					"%.2f".formatted(row.seconds()), (row.error() == null) ? "" : row.error()));
		String lines = String.join("\n", table.lines());
		return (rows.size() > limit) ? lines + "\n.. and %,d more".formatted(rows.size() - limit) : lines;
	}

}
