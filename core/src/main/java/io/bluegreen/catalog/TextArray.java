package io.bluegreen.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A column {@code text[]} of a row, none of whose elements is null.
 */
public final class TextArray {

	private TextArray() {
	}

	/** Its elements, in their order. */
	public static List<String> of(ResultSet row, String column) throws SQLException {
		return List.of((String[]) row.getArray(column).getArray());
	}

}
