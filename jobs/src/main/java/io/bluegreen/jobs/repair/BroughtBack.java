package io.bluegreen.jobs.repair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Brings back rows that went along with deleted ones, as far as Blue has them. They wait
 * in the queue of changes meanwhile.
 */
class BroughtBack {

	private final Databases databases;

	private final Side green;

	private final Map<Mapping, Long> rows = new LinkedHashMap<>();

	private final Map<Mapping, Map<List<String>, String>> left = new LinkedHashMap<>();

	BroughtBack(Databases databases) {
		this.databases = databases;
		this.green = databases.target();
	}

	/**
	 * Brings them.
	 * @param reached keys by table
	 * @param order tables, parents before children
	 */
	void bring(List<Map<Mapping, Set<List<String>>>> reached, List<Mapping> order) {
		Map<Mapping, Set<List<String>>> all = new LinkedHashMap<>();
		order.forEach((mapping) -> all.put(mapping, new LinkedHashSet<>()));
		reached.forEach((some) -> some
			.forEach((table, keys) -> all.computeIfAbsent(table, (key) -> new LinkedHashSet<>()).addAll(keys)));
		all.forEach((table, keys) -> bring(table, new ArrayList<>(keys)));
	}

	private void bring(Mapping table, List<List<String>> keys) {
		UniqueConflictResolver resolver = new UniqueConflictResolver(this.green, table,
				this.databases.transport(table));
		IsolatedRows isolated = new IsolatedRows(this.green, table, resolver);
		ChangedKeys queue = new ChangedKeys(this.green);
		Map<List<String>, String> refused = new LinkedHashMap<>();
		new EnteredPages(this.green, table).each(keys, (page) -> {
			page.forEach(refused::remove);
			return isolated.write(page, (set) -> {
				long found = resolver.apply(set).scanned();
				queue.applyDeferred(table.table(), set);
				return found;
			}, (key, error) -> {
				queue.reject(table.table(), new Refusal(key, error));
				refused.put(key, error.sentence());
			});
		}, (page, there) -> this.rows.merge(table, there, Long::sum));
		this.left.computeIfAbsent(table, (key) -> new LinkedHashMap<>()).putAll(refused);
	}

	/** How many rows of a table Blue has, and are there again. */
	long rows(Mapping table) {
		return this.rows.getOrDefault(table, 0L);
	}

	/** Rows that Green refuses, by table; they stay queued. */
	Map<Mapping, Map<List<String>, String>> left() {
		return this.left;
	}

}
