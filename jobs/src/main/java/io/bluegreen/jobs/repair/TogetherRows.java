package io.bluegreen.jobs.repair;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.ServerError;
import io.bluegreen.session.Side;

/**
 * Rows of which none can come first, since each has another one for its parent. They are
 * written in one transaction, whose foreign keys are checked at its end where Green lets
 * them be deferred.
 */
record TogetherRows(Side green, List<TableRepair> tables) {

	/** Looks at what is left once rows without hope are taken out. */
	private static final int LOOKS = 20;

	/** Whether any row got in so. */
	boolean write() {
		Map<TableRepair, Set<List<String>>> hopeless = new HashMap<>();
		this.tables.forEach((table) -> hopeless.put(table, new HashSet<>()));
		for (int look = 0; look < LOOKS; look++) {
			try {
				Map<TableRepair, Outcome> outcomes = this.green.in(() -> write(hopeless));
				outcomes
					.forEach((table, outcome) -> table.countPending(outcome, hopeless.getOrDefault(table, Set.of())));
				return outcomes.values().stream().anyMatch(Outcome::wrote);
			}
			catch (WithoutHope ex) {
				ex.orphans.forEach(
						(table, orphans) -> hopeless.computeIfAbsent(table, (key) -> new HashSet<>()).addAll(orphans));
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).isDataError()) {
					throw ex;
				}
				return false;
			}
		}
		return false;
	}

	private Map<TableRepair, Outcome> write(Map<TableRepair, Set<List<String>>> hopeless) {
		this.tables.forEach((table) -> new Authority(this.green.client()).enter(table.mapping()));
		this.green.client().sql("SET CONSTRAINTS ALL DEFERRED").update();
		Map<TableRepair, Outcome> written = new LinkedHashMap<>();
		Map<TableRepair, List<List<String>>> orphans = new LinkedHashMap<>();
		this.tables.forEach((table) -> written.put(table, table.writePending(hopeless.getOrDefault(table, Set.of()))));
		this.tables.forEach((table) -> orphans.put(table, table.orphans(hopeless.getOrDefault(table, Set.of()))));
		if (orphans.values().stream().anyMatch((keys) -> !keys.isEmpty())) {
			throw new WithoutHope(orphans);
		}
		this.green.client().sql("SET CONSTRAINTS ALL IMMEDIATE").update();
		return written;
	}

	/** Rows whose parent is not among the others either. */
	private static final class WithoutHope extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Map<TableRepair, List<List<String>>> orphans;

		WithoutHope(Map<TableRepair, List<List<String>>> orphans) {
			this.orphans = orphans;
		}

	}

}
