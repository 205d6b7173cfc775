package io.bluegreen.jobs.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.Authority;
import io.bluegreen.apply.MappingReplacedException;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.session.Side;

/**
 * Rows of which none can come first, since each has another one for its parent: a
 * customer and its main address. They are written in one transaction whose foreign keys
 * are checked at its end, where Green lets them be deferred, or, within one table, in one
 * statement.
 */
record MutualRows(Side green, ChangedKeys keys, List<KeyApplier> settings) {

	/** Rows of a table in one transaction. */
	private static final int LIMIT = 50_000;

	/** Looks at what is left once rows without hope are taken out. */
	private static final int LOOKS = 20;

	/**
	 * Writes what can be written so.
	 * @return whether any row was
	 */
	boolean write() {
		try {
			return this.green.in(this::writeTogether);
		}
		catch (MappingReplacedException ex) {
			return false;
		}
	}

	private boolean writeTogether() {
		this.settings.forEach((setting) -> new Authority(this.green.client()).enter(setting.mapping()));
		Map<KeyApplier, List<List<String>>> rows = new LinkedHashMap<>();
		this.settings.forEach((setting) -> rows.put(setting, this.keys.orphans(setting.mapping().table(), LIMIT)));
		for (int look = 0; look < LOOKS && rows.values().stream().anyMatch((keys) -> !keys.isEmpty()); look++) {
			try {
				DeadlockRetry.retried(() -> this.green.nested(() -> write(rows))).forEach(KeyApplier::count);
				return true;
			}
			catch (WithoutHope ex) {
				// The savepoint is rolled back: again without them.
				ex.orphans.forEach((setting, orphans) -> {
					List<List<String>> others = new ArrayList<>(rows.getOrDefault(setting, List.of()));
					others.removeAll(orphans);
					rows.put(setting, others);
				});
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

	private Map<KeyApplier, ApplyCount> write(Map<KeyApplier, List<List<String>>> rows) {
		this.green.client().sql("SET CONSTRAINTS ALL DEFERRED").update();
		Map<KeyApplier, ApplyCount> counts = new LinkedHashMap<>();
		rows.forEach((setting, keys) -> counts.put(setting, setting.applyAll(keys)));
		Map<KeyApplier, Set<List<String>>> orphans = new LinkedHashMap<>();
		rows.forEach((setting, keys) -> orphans.put(setting, setting.orphans(keys)));
		if (orphans.values().stream().anyMatch((keys) -> !keys.isEmpty())) {
			throw new WithoutHope(orphans);
		}
		this.green.client().sql("SET CONSTRAINTS ALL IMMEDIATE").update();
		return counts;
	}

	/** Rows whose parent is not among the others either. */
	private static final class WithoutHope extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Map<KeyApplier, Set<List<String>>> orphans;

		WithoutHope(Map<KeyApplier, Set<List<String>>> orphans) {
			this.orphans = orphans;
		}

	}

}
