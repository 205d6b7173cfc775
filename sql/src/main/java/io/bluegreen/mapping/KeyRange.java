package io.bluegreen.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys. Values are text as the pinned settings show them.
 *
 * @param from exclusive; null: from the first key on
 * @param to inclusive; null: to the last key
 */
public record KeyRange(@Nullable List<String> from, @Nullable List<String> to) implements Keys {

	public static final KeyRange ALL = new KeyRange(null, null);

	@Override
	public String predicate(String alias, List<Column> key) {
		String tuple = key.stream()
			.map((column) -> alias + "." + column.sql())
			.collect(Collectors.joining(", ", "(", ")"));
		String above = (this.from == null) ? "true" : tuple + " > " + bound("from", key);
		String upTo = (this.to == null) ? "true" : tuple + " <= " + bound("to", key);
		return above + " AND " + upTo;
	}

	private static String bound(String name, List<Column> key) {
		return IntStream.range(0, key.size())
			.mapToObj((i) -> key.get(i).fromText(":" + name + i))
			.collect(Collectors.joining(", ", "(", ")"));
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
