package io.bluegreen.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A column {@code text[]} of a row, none of whose elements is null.
 */
public final class TextArray {

	private TextArray() {
	}

	/** Its elements, in their order. */
	public static List<String> of(ResultSet row, String column) throws SQLException {
		return elements(row.getArray(column));
	}

	/** The same; null where the column is. */
	public static @Nullable List<String> orNull(ResultSet row, String column) throws SQLException {
		@Nullable Array array = row.getArray(column);
		return (array == null) ? null : elements(array);
	}

	private static List<String> elements(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

}
