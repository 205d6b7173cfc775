package io.bluegreen.dualwrite;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A row of a configured table.
 *
 * @param table the name under which it is configured
 * @param values the text of the key columns' values, in their order
 */
public record RowKey(String table, List<String> values) {

	/**
	 * Names a row.
	 * @param key the values of its key columns; their text must be what PostgreSQL reads
	 * @throws NullPointerException if one of them is null: no key has NULL in it
	 */
	public static RowKey of(String table, Object... key) {
		return new RowKey(table,
				Arrays.stream(key)
					.map((value) -> Objects.requireNonNull(value, "a key column of " + table + " is null").toString())
					.toList());
	}

	@Override
	public String toString() {
		return this.table + " " + this.values;
	}

}
