package io.bluegreen.testbed.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The money totals that a comparison adds up beside its hashes.
 *
 * @param by columns whose values make a group
 * @param sum whole or exact numbers
 */
public record Grouping(List<String> by, List<String> sum) {

	/** As {@code bluegreen.yml} has them for payments. */
	public static final Grouping OF_PAYMENTS = new Grouping(List.of("currency", "status"), List.of("amount_minor"));

	/** One group with nothing to sum. */
	public static final Grouping NONE = new Grouping(List.of(), List.of());

	String values(String alias) {
		return array(columns(alias).map((column) -> column + "::text"));
	}

	String sums(String alias) {
		return array(this.sum.stream().map((column) -> "sum(%s.%s)::text".formatted(alias, column)));
	}

	String clause(String... aliases) {
		return this.by.isEmpty() ? ""
				: Stream.of(aliases).flatMap(this::columns).collect(Collectors.joining(", ", "GROUP BY ", ""));
	}

	private Stream<String> columns(String alias) {
		return this.by.stream().map((column) -> alias + "." + column);
	}

	private static String array(Stream<String> elements) {
		return elements.collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
	}

}
