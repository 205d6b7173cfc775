package io.bluegreen.catalog;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Columns of one relation, as lists in SQL.
 *
 * @param columns in their order
 */
public record Columns(List<Column> columns) {

	public static Columns of(List<Column> columns) {
		return new Columns(columns);
	}

	/** Their values: {@code b.id, b.region}. */
	public String list(String alias) {
		return join(values(alias));
	}

	/** Their names: {@code id, region}. */
	public String names() {
		return join(this.columns.stream().map(Column::sql));
	}

	/** Their values as an array of text: {@code ARRAY[b.id::text, b.region::text]}. */
	public String texts(String alias) {
		return "ARRAY[" + join(values(alias).map((value) -> value + "::text")) + "]";
	}

	/**
	 * Values of theirs that were written as text: {@code (:to0)::text::bigint, ..}.
	 * @param text an expression of type text for each column, by its place from 0 on
	 */
	public String typed(IntFunction<String> text) {
		return each((i) -> this.columns.get(i).fromText(text.apply(i)));
	}

	/**
	 * The elements of an array of text as values of theirs:
	 * {@code (d.key[1])::bigint, ..}.
	 */
	public String typedElements(String array) {
		return typed((i) -> array + "[" + (i + 1) + "]");
	}

	/**
	 * Values of theirs under their names: {@code (:to0)::text::bigint AS id, ..}.
	 */
	public String typedAs(IntFunction<String> text) {
		return each((i) -> this.columns.get(i).fromText(text.apply(i)) + " AS " + this.columns.get(i).sql());
	}

	/** Something for each of them, by its place from 0 on. */
	public String each(IntFunction<String> sql) {
		return join(IntStream.range(0, this.columns.size()).mapToObj(sql));
	}

	private Stream<String> values(String alias) {
		return this.columns.stream().map((column) -> alias + "." + column.sql());
	}

	private static String join(Stream<String> parts) {
		return parts.collect(Collectors.joining(", "));
	}

}
