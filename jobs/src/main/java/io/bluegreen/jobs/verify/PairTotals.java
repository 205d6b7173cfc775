package io.bluegreen.jobs.verify;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The totals over pairs of rows, in SQL: a subquery {@code p} carries what they need of
 * both sides.
 */
record PairTotals(Totals totals) {

	/** What the subquery carries of {@code b} and {@code g}, after a comma. */
	String columns() {
		return Stream.of("blue", "green")
			.flatMap((side) -> Stream.concat(
					each(this.totals.groupBy().size(),
							(i) -> this.totals.member(alias(side), i) + " AS " + member(side, i)),
					each(this.totals.sum().size(),
							(i) -> this.totals.addend(alias(side), i) + " AS " + addend(side, i))))
			.map((column) -> ", " + column)
			.collect(Collectors.joining());
	}

	/** The group of a side, an array of text. */
	String group(String side) {
		return array(each(this.totals.groupBy().size(), (i) -> "p." + member(side, i) + "::text"));
	}

	/** The sums of a side, an array of text. */
	String sums(String side) {
		return array(each(this.totals.sum().size(), (i) -> "sum(p." + addend(side, i) + ")::text"));
	}

	String groupBy(String side) {
		return this.totals.groupBy().isEmpty() ? "" : each(this.totals.groupBy().size(), (i) -> "p." + member(side, i))
			.collect(Collectors.joining(", ", "GROUP BY ", ""));
	}

	private static String alias(String side) {
		return side.equals("blue") ? "b" : "g";
	}

	private static String member(String side, int i) {
		return "\"%s group %d\"".formatted(side, i);
	}

	private static String addend(String side, int i) {
		return "\"%s sum %d\"".formatted(side, i);
	}

	private static Stream<String> each(int count, IntFunction<String> element) {
		return IntStream.range(0, count).mapToObj(element);
	}

	private static String array(Stream<String> elements) {
		return elements.collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
	}

}
