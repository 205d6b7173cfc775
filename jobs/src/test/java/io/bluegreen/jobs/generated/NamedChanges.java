package io.bluegreen.jobs.generated;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code differences} names, held against what was changed.
 */
final class NamedChanges {

	private NamedChanges() {
	}

	/**
	 * The tables for which not exactly the change is named.
	 * @param rows the answer of {@code differences}
	 * @return by table what was changed and what is named
	 */
	static Map<String, Object> wrong(List<Change> changes, JsonNode rows) {
		Map<String, List<Change>> named = new LinkedHashMap<>();
		rows.forEach((row) -> named.computeIfAbsent(row.get("table").asString(), (table) -> new ArrayList<>())
			.add(change(row)));
		Map<String, Object> wrong = new LinkedHashMap<>();
		for (Change change : changes) {
			List<Change> instead = named.getOrDefault(change.table(), List.of());
			if (instead.size() != 1 || !instead.get(0).isSame(change)) {
				wrong.put(change.table(), "changed: %s%nnamed: %s".formatted(change, instead));
			}
			named.remove(change.table());
		}
		named.forEach((table, instead) -> wrong.put(table, "changed: nothing\nnamed: " + instead));
		return wrong;
	}

	private static Change change(JsonNode row) {
		Map<String, @Nullable String> key = new LinkedHashMap<>();
		row.get("key").properties().forEach((entry) -> key.put(entry.getKey(), entry.getValue().asString()));
		Set<String> columns = new TreeSet<>();
		row.get("columns").forEach((column) -> columns.add(column.asString()));
		return new Change(row.get("table").asString(), row.get("kind").asString(), key, columns, "");
	}

}
