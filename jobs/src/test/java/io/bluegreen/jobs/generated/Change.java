package io.bluegreen.jobs.generated;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was changed in Green behind everybody's back, and what verify must say
 * of it.
 *
 * @param table the table's name in the configuration
 * @param kind as verify calls it
 * @param key column by column, as text
 * @param columns that are not the same; none where a side lacks the row
 * @param what was done, for a failure's message
 */
record Change(String table, String kind, Map<String, @Nullable String> key, Set<String> columns, String what) {

	private static final int TRIES = 30;

	/**
	 * Changes something at random.
	 * @return null if nothing could be changed: every value that such a table can have is
	 * there
	 */
	static @Nullable Change make(Session green, RandomTable table) throws SQLException {
		Draw draw = new Draw(table.seed() * 31 + 17);
		String count = Objects.requireNonNull(green.row("SELECT count(*) FROM " + table.greenTable()).get(0));
		if (count.equals("0") || draw.chance(10)) {
			return extra(green, table, draw);
		}
		String key = String.join(", ", table.greenKey());
		List<@Nullable String> found = green.row("SELECT " + texts(table.greenKey()) + " FROM " + table.greenTable()
				+ " ORDER BY " + key + " OFFSET " + draw.below(Integer.parseInt(count)) + " LIMIT 1");
		String row = where(table, found);
		if (draw.chance(10)) {
			green.run("DELETE FROM " + table.greenTable() + row);
			return of(table, "missing", found, Set.of(), "DELETE");
		}
		List<RandomColumn> choice = table.content().stream().filter(RandomColumn::isWritten).toList();
		if (choice.isEmpty() || draw.chance(10)) {
			return version(green, table, draw, found, row);
		}
		for (int i = 0; i < TRIES; i++) {
			Change change = value(green, table, draw, draw.pick(choice), found, row);
			if (change != null) {
				return change;
			}
		}
		return version(green, table, draw, found, row);
	}

	/** Whether both speak of the same row and columns. */
	boolean isSame(Change other) {
		return this.table.equals(other.table) && this.kind.equals(other.kind) && this.key.equals(other.key)
				&& this.columns.equals(other.columns);
	}

	private static Change version(Session green, RandomTable table, Draw draw, List<@Nullable String> key, String row)
			throws SQLException {
		String set = " SET row_version = row_version " + draw.pick("- 1", "+ 1", "+ 4611686018427387904");
		green.run("UPDATE " + table.greenTable() + set + row);
		return of(table, "mismatched", key, Set.of("row_version"), set);
	}

	private static @Nullable Change extra(Session green, RandomTable table, Draw draw) throws SQLException {
		String columns = table.written()
			.stream()
			.map((column) -> Names.quoted(column.inGreen()))
			.collect(Collectors.joining(", "));
		for (int i = 0; i < TRIES; i++) {
			String insert = "INSERT INTO " + table.greenTable() + " (row_version, " + columns
					+ ") OVERRIDING SYSTEM VALUE VALUES (1, " + BlueRows.values(table.written(), draw).substring(1);
			List<@Nullable String> key = green.inserted(insert, texts(table.greenKey()));
			if (!key.isEmpty()) {
				return of(table, "extra", key, Set.of(), insert);
			}
		}
		return null;
	}

	private static @Nullable Change value(Session green, RandomTable table, Draw draw, RandomColumn column,
			List<@Nullable String> key, String row) throws SQLException {
		String name = Names.quoted(column.inGreen());
		@Nullable String now = green.row("SELECT " + name + "::text FROM " + table.greenTable() + row).get(0);
		@Nullable String next = (now != null && draw.chance(50)) ? column.type().near().apply(now)
				: draw.chance(10) ? null : column.type().value().apply(draw);
		String literal = column.literal(next);
		String other = name + "::text IS DISTINCT FROM " + literal + "::text"
				+ (column.type().loose() ? " AND " + name + " IS DISTINCT FROM " + literal : "");
		String all = table.greenOrder()
			.stream()
			.map((each) -> Names.quoted(each.inGreen()))
			.collect(Collectors.joining("::text, ", "SELECT ", "::text FROM " + table.greenTable() + row));
		List<@Nullable String> before = green.row(all);
		if (!green.fits("UPDATE " + table.greenTable() + " SET " + name + " = " + literal + row + " AND " + other)) {
			return null;
		}
		List<@Nullable String> after = green.row(all);
		Set<String> columns = new TreeSet<>();
		for (int i = 0; i < before.size(); i++) {
			if (!Objects.equals(before.get(i), after.get(i))) {
				columns.add(table.greenOrder().get(i).inGreen());
			}
		}
		return of(table, "mismatched", key, columns, "SET " + name + " = " + literal + ", before: " + now);
	}

	private static Change of(RandomTable table, String kind, List<@Nullable String> key, Set<String> columns,
			String what) {
		Map<String, @Nullable String> named = new LinkedHashMap<>();
		for (int i = 0; i < key.size(); i++) {
			named.put(table.key().get(i).inGreen(), key.get(i));
		}
		return new Change(table.name(), kind, named, columns, what.substring(0, Math.min(what.length(), 500)));
	}

	private static String texts(List<String> columns) {
		return columns.stream().map((column) -> column + "::text").collect(Collectors.joining(", "));
	}

	private static String where(RandomTable table, List<@Nullable String> key) {
		List<String> values = new ArrayList<>();
		for (int i = 0; i < key.size(); i++) {
			values.add(table.key().get(i).literal(key.get(i)));
		}
		return " WHERE (" + String.join(", ", table.greenKey()) + ") = (" + String.join(", ", values) + ")";
	}

}
