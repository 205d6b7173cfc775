package io.bluegreen.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Parameters of a statement that are lists of text, one for each column of rows: what the
 * statement unnests.
 *
 * @param name of the parameters, before their number
 * @param columns how many there are
 */
public record TextLists(String name, int columns) {

	/** The arguments of unnest: {@code :key0::text[], :key1::text[]}. */
	public String arguments() {
		return arguments((parameter) -> ":" + parameter);
	}

	/**
	 * The arguments of unnest.
	 * @param reference what stands for a parameter
	 */
	public String arguments(UnaryOperator<String> reference) {
		return each((i) -> reference.apply(parameter(i)) + "::text[]");
	}

	/** The names of its columns: {@code k0, k1}. */
	public String names() {
		return each(TextLists::column);
	}

	/** A query for the rows, each an array of text. */
	public String rows() {
		return "SELECT ARRAY[%s] FROM unnest(%s) keys (%s)".formatted(names(), arguments(), names());
	}

	/**
	 * What the parameters are bound to.
	 * @param rows each with a text for every column
	 */
	public Map<String, Object> parameters(List<List<String>> rows) {
		return IntStream.range(0, this.columns)
			.boxed()
			.collect(Collectors.toMap(this::parameter,
					(column) -> rows.stream().map((row) -> row.get(column)).toArray(String[]::new)));
	}

	/** The parameter of a column. */
	public String parameter(int column) {
		return this.name + column;
	}

	/** The name of a column. */
	public static String column(int column) {
		return "k" + column;
	}

	private String each(IntFunction<String> sql) {
		return IntStream.range(0, this.columns).mapToObj(sql).collect(Collectors.joining(", "));
	}

}
