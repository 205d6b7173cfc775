package io.bluegreen.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;

/**
 * A range of keys. Values are text as the pinned settings show them. A row without a key,
 * as a view may show it, lies in no range, also where the range is open.
 *
 * @param from exclusive; null: from the first key on
 * @param to inclusive; null: to the last key
 */
public record KeyRange(@Nullable List<String> from, @Nullable List<String> to) implements Keys {

	@Override
	public String predicate(String alias, List<Column> key, UnaryOperator<String> reference) {
		String above = (this.from == null) ? "true" : above(alias, key, (i) -> reference.apply("from" + i));
		String upTo = (this.to == null) ? "true" : upTo(alias, key, (i) -> reference.apply("to" + i));
		return above + " AND " + upTo + (key.stream().allMatch(Column::notNull) ? "" : " AND " + present(alias, key));
	}

	/**
	 * The condition that a key lies above a bound.
	 * @param bound an expression of type text for each of the key's columns, by their
	 * number from 0 on
	 */
	public static String above(String alias, List<Column> key, IntFunction<String> bound) {
		return tuple(alias, key) + " > " + bound(key, bound);
	}

	/**
	 * The condition that a key does not lie above a bound.
	 * @param bound as in {@link #above}
	 */
	public static String upTo(String alias, List<Column> key, IntFunction<String> bound) {
		return tuple(alias, key) + " <= " + bound(key, bound);
	}

	/** Row by row: true where none of the columns is NULL. */
	private static String present(String alias, List<Column> key) {
		return "ROW" + tuple(alias, key) + " IS NOT NULL";
	}

	private static String tuple(String alias, List<Column> key) {
		return "(" + Columns.of(key).list(alias) + ")";
	}

	private static String bound(List<Column> key, IntFunction<String> bound) {
		return "(" + Columns.of(key).typed(bound) + ")";
	}

	@Override
	public Map<String, Object> parameters() {
		Map<String, Object> parameters = new HashMap<>();
		put(parameters, "from", this.from);
		put(parameters, "to", this.to);
		return parameters;
	}

	private static void put(Map<String, Object> parameters, String name, @Nullable List<String> bound) {
		for (int i = 0; bound != null && i < bound.size(); i++) {
			parameters.put(name + i, bound.get(i));
		}
	}

}
