package io.bluegreen.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;

/**
 * Single keys.
 *
 * @param keys each a list of the key columns' values as text
 */
public record KeySet(List<List<String>> keys) implements Keys {

	@Override
	public String predicate(String alias, List<Column> key) {
		return "(%s) IN (SELECT %s FROM unnest(%s) keys (%s))".formatted(Mapping.list(key, alias),
				join(key, (i) -> key.get(i).fromText("keys.k" + i)), join(key, (i) -> ":key" + i),
				join(key, (i) -> "k" + i));
	}

	private static String join(List<Column> key, java.util.function.IntFunction<String> element) {
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
