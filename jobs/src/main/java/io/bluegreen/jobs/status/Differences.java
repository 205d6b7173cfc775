package io.bluegreen.jobs.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Lists the confirmed differences of the last verification of tables. Keys and column
 * names only; values where asked.
 */
public class Differences {

	private final Databases databases;

	private final Side green;

	private final KeyNames names;

	Differences(Databases databases, KeyNames names) {
		this.databases = databases;
		this.green = databases.target();
		this.names = names;
	}

	/**
	 * A confirmed difference.
	 *
	 * @param kind mismatched, missing (in Green) or extra (in Green)
	 * @param columns that are not the same, where both sides have the row
	 */
	public record Row(String table, Map<String, String> key, String kind, List<String> columns,
			@Nullable Long blueVersion, @Nullable Long greenVersion) {
	}

	/** The differences of a kind; all where none is named. */
	public List<Row> list(List<String> tables, @Nullable String kind) {
		KeyNames.requireWord("--kind", kind, "mismatched", "missing", "extra");
		List<Row> rows = new ArrayList<>();
		for (MappingSettings table : this.names.mappings(tables)) {
			List<String> key = this.names.of(table);
			new DifferenceStore(this.green).confirmed(table.table(), kind)
				.forEach((found) -> rows.add(new Row(table.table(), KeyNames.named(key, found.key()), found.kind(),
						found.columns(), found.blueVersion(), found.greenVersion())));
		}
		return rows;
	}

	/** The same in columns, at most so many; empty where there is none. */
	public String text(List<String> tables, @Nullable String kind, int limit, boolean showValues) {
		return text(list(tables, kind), limit, showValues);
	}

	/** These rows in columns, at most so many; empty where there is none. */
	public String text(List<Row> rows, int limit, boolean showValues) {
		if (rows.isEmpty()) {
			return "";
		}
		TextTable table = new TextTable("TABLE", "KIND", "KEY", "COLUMNS", "#BLUE", "#GREEN");
		List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
		shown.forEach((row) -> table.row(row.table(), row.kind(), TextTable.key(row.key()),
				String.join(", ", row.columns()), version(row.blueVersion()), version(row.greenVersion())));
		List<String> lines = table.lines();
		Map<String, Mapping> mappings = new HashMap<>();
		StringBuilder text = new StringBuilder(lines.get(0));
		for (int i = 0; i < shown.size(); i++) {
			Row row = shown.get(i);
			text.append('\n').append(lines.get(i + 1));
			if (showValues) {
				text.append(values(row, mappings.computeIfAbsent(row.table(), this::mapping)));
			}
		}
		return (rows.size() > limit) ? text + "\n.. and %,d more".formatted(rows.size() - limit) : text.toString();
	}

	private static String version(@Nullable Long version) {
		return (version == null) ? "-" : version.toString();
	}

	private Mapping mapping(String table) {
		return this.databases.mappings().read(this.names.mappings(List.of(table)).get(0));
	}

	private String values(Row row, Mapping mapping) {
		KeySet key = new KeySet(List.of(List.copyOf(row.key().values())));
		return mapping.content()
			.stream()
			.filter((column) -> row.columns().isEmpty() || row.columns().contains(column.name()))
			.map((column) -> "%n    %s: blue %s, green %s".formatted(column.name(),
					value(this.databases.source(), mapping.from().sql(), mapping.fromKey(), column, key),
					value(this.green, mapping.to().sql(), mapping.key(), column, key)))
			.collect(Collectors.joining());
	}

	private static String value(Side side, String relation, List<Column> columns, Column column, KeySet key) {
		return side.in(() -> side.client()
			.sql("SELECT quote_nullable(r.%s::text) FROM %s r WHERE %s".formatted(column.sql(), relation,
					key.predicate("r", columns)))
			.params(key.parameters())
			.query(String.class)
			.optional()
			.orElse("no row"));
	}

}
