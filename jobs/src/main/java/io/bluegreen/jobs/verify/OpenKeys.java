package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Open changes that were read from a log in another database.
 *
 * @param columns of a key
 * @param keys as text
 */
record OpenKeys(int columns, List<List<String>> keys) implements OpenChanges {

	@Override
	public String query() {
		return IntStream.range(0, this.columns)
			.mapToObj((i) -> ":open" + i + "::text[]")
			.collect(Collectors.joining(", ", "SELECT ARRAY[%1$s] AS key FROM unnest(", ") o (%1$s)"))
			.replace("%1$s",
					IntStream.range(0, this.columns).mapToObj((i) -> "o" + i).collect(Collectors.joining(", ")));
	}

	@Override
	public StatementSpec bind(StatementSpec statement) {
		for (int i = 0; i < this.columns; i++) {
			int column = i;
			statement.param("open" + i, this.keys.stream().map((key) -> key.get(column)).toArray(String[]::new));
		}
		return statement;
	}

}
