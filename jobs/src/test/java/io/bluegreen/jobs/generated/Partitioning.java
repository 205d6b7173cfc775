package io.bluegreen.jobs.generated;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a table's rows are spread.
 *
 * @param bound null unless by range: a value of the first key column, a literal
 * @param dropped whether the table once had a column more
 */
record Partitioning(Kind kind, @Nullable String bound, boolean dropped) {

	/** The ways. */
	enum Kind {

		NONE, HASH, RANGE

	}

	/**
	 * The statements that create a table.
	 * @param definitions of columns and constraints
	 * @param key column names, quoted
	 * @param part the name of a partition without its number
	 */
	List<String> create(String table, List<String> definitions, List<String> key, String part) {
		List<String> all = new ArrayList<>(definitions);
		if (this.dropped) {
			all.add(0, "dropped_since int");
		}
		String by = switch (this.kind) {
			case NONE -> "";
			case HASH -> " PARTITION BY HASH (" + String.join(", ", key) + ")";
			case RANGE -> " PARTITION BY RANGE (" + key.get(0) + ")";
		};
		List<String> statements = new ArrayList<>();
		statements.add("CREATE TABLE " + table + " (" + String.join(", ", all) + ")" + by);
		if (this.dropped) {
			statements.add("ALTER TABLE " + table + " DROP COLUMN dropped_since");
		}
		String partition = "CREATE TABLE " + part + "_%d PARTITION OF " + table.replace("%", "%%") + " FOR VALUES ";
		if (this.kind == Kind.HASH) {
			for (int i = 0; i < 3; i++) {
				statements.add((partition + "WITH (MODULUS 3, REMAINDER %d)").formatted(i, i));
			}
		}
		if (this.kind == Kind.RANGE) {
			statements.add(partition.formatted(0) + "FROM (MINVALUE) TO (" + this.bound + ")");
			statements.add(partition.formatted(1) + "FROM (" + this.bound + ") TO (MAXVALUE)");
		}
		return statements;
	}

}
