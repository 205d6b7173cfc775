package io.bluegreen.jobs.repair;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.bluegreen.jobs.work.MutualRows;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The rows that are pending in all tables, written together.
 */
record TogetherRows(Side green) implements MutualRows.Work<TableRepair, TogetherRows.Tried> {

	/** What was done, and what was not tried. */
	record Tried(Outcome outcome, Set<List<String>> hopeless) {
	}

	/** Whether any row got in so. */
	boolean write(List<TableRepair> tables) {
		Optional<Map<TableRepair, Tried>> written = this.green
			.in(() -> new MutualRows<>(this.green, this).write(tables));
		written
			.ifPresent((done) -> done.forEach((table, tried) -> table.countPending(tried.outcome(), tried.hopeless())));
		return written.filter((done) -> done.values().stream().anyMatch((tried) -> tried.outcome().wrote()))
			.isPresent();
	}

	@Override
	public Mapping mapping(TableRepair table) {
		return table.mapping();
	}

	@Override
	public Tried write(TableRepair table, Set<List<String>> hopeless) {
		return new Tried(table.writePending(hopeless), Set.copyOf(hopeless));
	}

	@Override
	public Collection<List<String>> orphans(TableRepair table, Set<List<String>> hopeless) {
		return table.orphans(hopeless);
	}

}
