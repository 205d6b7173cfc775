package io.bluegreen.jobs.generated;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a generated table in Blue.
 */
final class BlueRows {

	private final Session blue;

	private final RandomTable table;

	private final Draw draw;

	/**
	 * Rows to be drawn.
	 * @param time each draws others
	 */
	BlueRows(Session blue, RandomTable table, int time) {
		this.blue = blue;
		this.table = table;
		this.draw = new Draw(~table.seed() * 31 + time);
	}

	/** The first load, before anything is tracked. */
	void load() throws SQLException {
		insert(this.table.rows() - late());
		if (this.table.child()) {
			String columns = this.table.written()
				.stream()
				.map((column) -> Names.quoted(column.inBlue()))
				.collect(Collectors.joining(", "));
			this.blue.run("WITH gone AS (DELETE FROM ONLY " + this.table.blueTable() + " WHERE hashtext("
					+ this.table.blueKey().get(0) + "::text) % 2 = 0 RETURNING " + columns + ") INSERT INTO "
					+ this.table.childTable() + " (" + columns + ") SELECT " + columns + " FROM gone");
		}
	}

	/** What the application writes after the backfill, for the change log. */
	void change() throws SQLException {
		insert(late());
		String key = String.join(", ", this.table.blueKey());
		for (int i = 0; i < 3; i++) {
			String where = " WHERE (" + key + ") = (SELECT " + key + " FROM " + this.table.blueTable() + " ORDER BY "
					+ key + " OFFSET " + this.draw.below(30) + " LIMIT 1)";
			this.blue.run("DELETE FROM " + this.table.blueTable() + where);
			RandomColumn column = this.draw.pick(this.table.written());
			if (!column.isIdentity() && !(this.table.child() && this.table.key().contains(column))) {
				this.blue.fits("UPDATE " + this.table.blueTable() + " SET " + Names.quoted(column.inBlue()) + " = "
						+ literal(value(column, this.draw)) + where);
			}
		}
	}

	/** Nothing but uniqueness over both tables keeps a child apart. */
	private int late() {
		return this.table.child() ? 0 : this.table.rows() / 5;
	}

	private void insert(int rows) throws SQLException {
		if (rows > 0) {
			String columns = this.table.written()
				.stream()
				.map((column) -> Names.quoted(column.inBlue()))
				.collect(Collectors.joining(", "));
			String values = IntStream.range(0, rows)
				.mapToObj((i) -> values(this.table.written(), this.draw))
				.collect(Collectors.joining(",\n"));
			this.blue.run("INSERT INTO " + this.table.blueTable() + " (" + columns + ") OVERRIDING SYSTEM VALUE VALUES "
					+ values + " ON CONFLICT DO NOTHING");
		}
	}

	/** A row as VALUES takes it. */
	static String values(List<RandomColumn> columns, Draw draw) {
		return columns.stream()
			.map((column) -> literal(value(column, draw)))
			.collect(Collectors.joining(", ", "(", ")"));
	}

	private static @Nullable String value(RandomColumn column, Draw draw) {
		return !column.notNull() && draw.chance(10) ? null : column.type().value().apply(draw);
	}

	private static String literal(@Nullable String value) {
		return (value == null) ? "NULL" : Names.literal(value);
	}

}
