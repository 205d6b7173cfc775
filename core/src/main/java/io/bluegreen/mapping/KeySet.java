package io.bluegreen.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.catalog.TextLists;

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

	/**
	 * Keys in their order, so many at a time.
	 */
	public static List<List<List<String>>> pages(List<List<String>> keys, int size) {
		return IntStream.iterate(0, (from) -> from < keys.size(), (from) -> from + size)
			.mapToObj((from) -> keys.subList(from, Math.min(keys.size(), from + size)))
			.toList();
	}

	@Override
	public String predicate(String alias, List<Column> key, UnaryOperator<String> reference) {
		return this.keys.isEmpty() ? "false"
				: "(%s) IN (%s)".formatted(Columns.of(key).list(alias), rows(key, reference));
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
		return lists().rows();
	}

	private String rows(List<Column> key, UnaryOperator<String> reference) {
		return "SELECT %s FROM unnest(%s) keys (%s)".formatted(
				Columns.of(key).typedAs((i) -> "keys." + TextLists.column(i)), lists().arguments(reference),
				lists().names());
	}

	/** What {@link #parameters} binds. */
	public TextLists lists() {
		return new TextLists("key", this.keys.isEmpty() ? 0 : this.keys.get(0).size());
	}

	@Override
	public Map<String, Object> parameters() {
		return lists().parameters(this.keys);
	}

}
