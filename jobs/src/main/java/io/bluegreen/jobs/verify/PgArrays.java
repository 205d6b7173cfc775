package io.bluegreen.jobs.verify;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Arrays of text as the server hands them out.
 */
final class PgArrays {

	private PgArrays() {
	}

	static List<@Nullable String> of(Array array) throws SQLException {
		return Arrays.asList((@Nullable String[]) array.getArray());
	}

}
