package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.TableSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingException;

/**
 * The money totals of a table: sums by group, over both sides. Without any, one group
 * with nothing to sum.
 *
 * @param groupBy columns whose values make a group
 * @param sum numeric columns, summed exactly whatever the order
 */
record Totals(List<Column> groupBy, List<Column> sum) {

	/** Nothing is summed. */
	static final Totals NONE = new Totals(List.of(), List.of());

	private static final Pattern INEXACT = Pattern.compile("real|double precision|money");

	private static final Pattern NUMERIC = Pattern
		.compile("(smallint|integer|bigint|numeric|real|double precision|money)(\\(.*)?");

	/**
	 * The totals that the settings name.
	 * @throws MappingException if they name what Green does not have, or cannot be summed
	 */
	static Totals of(BluegreenSettings settings, Mapping mapping) {
		TableSettings.TotalsSettings totals = settings.table(mapping.table()).totals();
		if (totals == null) {
			return NONE;
		}
		List<Column> sum = columns(mapping, totals.sum());
		sum.stream().filter((column) -> !NUMERIC.matcher(column.type()).matches()).findFirst().ifPresent((column) -> {
			throw new MappingException("%s.totals.sum: %s is %s, which cannot be summed".formatted(mapping.table(),
					column.name(), column.type()), "name a numeric column, or take it off");
		});
		return new Totals(columns(mapping, totals.groupBy()), sum);
	}

	private static List<Column> columns(Mapping mapping, @Nullable List<String> names) {
		List<Column> shared = mapping.to()
			.columns()
			.stream()
			.filter((column) -> !mapping.ignored().contains(column))
			.toList();
		return Objects.requireNonNullElse(names, List.<String>of())
			.stream()
			.map((name) -> shared.stream()
				.filter((column) -> column.name().equals(name) || column.sql().equals(name))
				.findFirst()
				.orElseThrow(() -> new MappingException(
						"%s.totals: %s is no column that both sides have".formatted(mapping.table(), name),
						"name one of " + shared.stream().map(Column::name).collect(Collectors.joining(", ")))))
			.toList();
	}

	/** The group that a row belongs to, an array of text. */
	String group(String alias) {
		return list(this.groupBy.stream().map((column) -> value(alias, column) + "::text"));
	}

	/** The sums of rows, an array of text. */
	String sums(String alias) {
		return list(this.sum.stream().map((column) -> "sum(" + number(alias, column) + ")::text"));
	}

	/** What one of the group's columns says of a row. */
	String member(String alias, int column) {
		return value(alias, this.groupBy.get(column));
	}

	/** What a row adds to one of the sums. */
	String addend(String alias, int column) {
		return number(alias, this.sum.get(column));
	}

	/** Of whole numbers and numerics the sum is exact as it is. */
	private static String number(String alias, Column column) {
		String value = alias + "." + column.sql();
		return INEXACT.matcher(column.type()).matches() ? value + "::numeric" : value;
	}

	String groupBy(String alias) {
		return this.groupBy.isEmpty() ? ""
				: this.groupBy.stream()
					.map((column) -> value(alias, column))
					.collect(Collectors.joining(", ", "GROUP BY ", ""));
	}

	/**
	 * As text where the type cannot be grouped. Values that are equal make one group, in
	 * whichever way each side writes them.
	 */
	private static String value(String alias, Column column) {
		String value = alias + "." + column.sql();
		boolean asItIs = column.loose().isEmpty() || column.loose().equals(List.of("character"));
		if (asItIs && !column.comparedAsText()) {
			return value;
		}
		String written = switch (column.shape().replaceFirst("\\(.*", "")) {
			case "numeric" -> "trim_scale(" + value + ")";
			case "real", "double precision" -> "(" + value + " + 0)";
			default -> value;
		};
		return "(" + written + "::text COLLATE pg_catalog.\"C\")";
	}

	private static String list(Stream<String> elements) {
		return elements.collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
	}

}
