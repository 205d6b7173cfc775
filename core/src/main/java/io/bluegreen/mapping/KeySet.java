package io.bluegreen.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.TextArray;

/**
 * Single keys.
 *
 * @param keys each a list of the key columns' values as text
 */
public record KeySet(List<List<String>> keys) implements Keys {

	/**
	 * The keys that a query answers.
	 * @param query with a column {@code key text[]}
	 */
	public static KeySet of(StatementSpec query) {
		return new KeySet(query.query((row, i) -> TextArray.of(row, "key")).list());
	}

	@Override
	public String predicate(String alias, List<Column> key, UnaryOperator<String> reference) {
		return this.keys.isEmpty() ? "false" : "(%s) IN (%s)".formatted(Mapping.list(key, alias), rows(key, reference));
	}

	/**
	 * A query for the keys, in the types and under the names of these columns.
	 */
	public String rows(List<Column> key) {
		return rows(key, (parameter) -> ":" + parameter);
	}

	/**
	 * A query for the keys as arrays of text.
	 */
	public String texts() {
		int columns = this.keys.isEmpty() ? 0 : this.keys.get(0).size();
		String names = IntStream.range(0, columns).mapToObj((i) -> "k" + i).collect(Collectors.joining(", "));
		String lists = IntStream.range(0, columns)
			.mapToObj((i) -> ":key" + i + "::text[]")
			.collect(Collectors.joining(", "));
		return "SELECT ARRAY[%1$s] FROM unnest(%2$s) keys (%1$s)".formatted(names, lists);
	}

	private static String rows(List<Column> key, UnaryOperator<String> reference) {
		return "SELECT %s FROM unnest(%s) keys (%s)".formatted(
				join(key, (i) -> key.get(i).fromText("keys.k" + i) + " AS " + key.get(i).sql()),
				join(key, (i) -> reference.apply("key" + i) + "::text[]"), join(key, (i) -> "k" + i));
	}

	private static String join(List<Column> key, IntFunction<String> element) {
		return IntStream.range(0, key.size()).mapToObj(element).collect(Collectors.joining(", "));
	}

	@Override
	public Map<String, Object> parameters() {
		Map<String, Object> parameters = new HashMap<>();
		for (int i = 0; !this.keys.isEmpty() && i < this.keys.get(0).size(); i++) {
			int column = i;
			parameters.put("key" + i, this.keys.stream().map((key) -> key.get(column)).toArray(String[]::new));
		}
		return parameters;
	}

}
