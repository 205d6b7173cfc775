package io.bluegreen.jobs.reconcile;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.MappingReplacedException;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.work.MutualRows;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The queued keys of rows whose parents are missing, written together.
 */
class MutualKeys implements MutualRows.Work<KeyApplier, MutualKeys.Tried> {

	/** Rows of a table in one transaction. */
	private static final int LIMIT = 50_000;

	private final Side green;

	private final ChangedKeys keys;

	private final Map<KeyApplier, List<List<String>>> orphans = new HashMap<>();

	MutualKeys(Side green, ChangedKeys keys) {
		this.green = green;
		this.keys = keys;
	}

	/** What was tried, and came through. */
	record Tried(List<List<String>> keys, ApplyCount count) {
	}

	/**
	 * Writes what can be written so.
	 * @return whether any row was
	 */
	boolean write(List<KeyApplier> tables) {
		try {
			Optional<Map<KeyApplier, Tried>> written = this.green
				.in(() -> new MutualRows<>(this.green, this).write(tables));
			written.ifPresent((done) -> done.forEach((table, tried) -> table.count(tried.count())));
			return written.filter((done) -> done.values().stream().anyMatch((tried) -> !tried.keys().isEmpty()))
				.isPresent();
		}
		catch (MappingReplacedException ex) {
			return false;
		}
	}

	@Override
	public Mapping mapping(KeyApplier table) {
		return table.mapping();
	}

	@Override
	public Tried write(KeyApplier table, Set<List<String>> hopeless) {
		List<List<String>> tried = without(table, hopeless);
		return new Tried(tried, table.applyAll(tried));
	}

	@Override
	public Collection<List<String>> orphans(KeyApplier table, Set<List<String>> hopeless) {
		return table.orphans(without(table, hopeless));
	}

	/** The queue is asked once, in the transaction that writes. */
	private List<List<String>> without(KeyApplier table, Set<List<String>> hopeless) {
		return this.orphans.computeIfAbsent(table, (asked) -> this.keys.orphans(asked.mapping().table(), LIMIT))
			.stream()
			.filter((key) -> !hopeless.contains(key))
			.toList();
	}

}
