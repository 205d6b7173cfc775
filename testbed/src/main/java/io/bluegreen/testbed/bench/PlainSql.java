package io.bluegreen.testbed.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;

/**
 * What one would type instead: a single statement under the server's own settings.
 */
record PlainSql(Stage stage, Mapping mapping) {

	double insertSelect() throws SQLException {
		String columns = this.mapping.written().stream().map(Column::sql).collect(Collectors.joining(", "));
		return seconds(Sql.named("insert-select.sql")
			.formatted(this.mapping.to().sql(), columns, Mapping.list(this.mapping.written(), "b"),
					this.mapping.from().sql()));
	}

	double fullJoin() throws SQLException {
		return seconds(fullJoin(this.mapping));
	}

	/** Counts what is not the same. */
	static String fullJoin(Mapping mapping) {
		return Sql.named("full-join.sql")
			.formatted(mapping.from().sql(), mapping.to().sql(), mapping.key("b"), mapping.key("g"),
					new Comparing(mapping, Grouping.NONE).differs());
	}

	private double seconds(String sql) throws SQLException {
		try (Connection connection = this.stage.green().connect(LegacyDatabase.JOBS);
				Statement statement = connection.createStatement()) {
			long begin = System.nanoTime();
			statement.execute(sql);
			return (System.nanoTime() - begin) / 1e9;
		}
	}

}
