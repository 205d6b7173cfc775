package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;

/**
 * The money totals of a table: sums by group, over both sides. Without any, one group
 * with nothing to sum.
 *
 * @param groupBy columns whose values make a group
 * @param sum numeric columns
 */
record Totals(List<Column> groupBy, List<Column> sum) {

	String group(String alias) {
		return list(this.groupBy.stream().map((column) -> alias + "." + column.sql() + "::text"), "text");
	}

	String sums(String alias) {
		return list(this.sum.stream().map((column) -> "sum(" + alias + "." + column.sql() + ")::text"), "text");
	}

	String groupBy(String... aliases) {
		if (this.groupBy.isEmpty()) {
			return "";
		}
		return Stream.of(aliases)
			.flatMap((alias) -> this.groupBy.stream().map((column) -> alias + "." + column.sql()))
			.collect(Collectors.joining(", ", "GROUP BY ", ""));
	}

	private static String list(Stream<String> elements, String type) {
		return elements.collect(Collectors.joining(", ", "ARRAY[", "]::" + type + "[]"));
	}

}
