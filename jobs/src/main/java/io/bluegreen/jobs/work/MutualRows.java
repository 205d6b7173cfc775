package io.bluegreen.jobs.work;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Rows of which none can come first, since each has another one for its parent: a
 * customer and its main address. They are written in one transaction whose foreign keys
 * are checked at its end, where Green lets them be deferred, or, within one table, in one
 * statement.
 *
 * @param <T> a table with such rows
 * @param <R> what was done to them
 */
public final class MutualRows<T, R> {

	/** Looks at what is left once rows without hope are taken out. */
	private static final int LOOKS = 20;

	/** How the rows of a table are written. Each call belongs to the one transaction. */
	public interface Work<T, R> {

		Mapping mapping(T table);

		/** Writes all rows of a table but the hopeless ones, or fails. */
		R write(T table, Set<List<String>> hopeless);

		/** Those of them whose parents are missing once the rows of all are written. */
		Collection<List<String>> orphans(T table, Set<List<String>> hopeless);

	}

	private final Side green;

	private final Work<T, R> work;

	public MutualRows(Side green, Work<T, R> work) {
		this.green = green;
		this.work = work;
	}

	/**
	 * Writes the rows of tables together, in the current transaction.
	 * @return what was done to each; empty if nothing can be written so
	 * @throws io.bluegreen.apply.AuthorityException if one of them may not be applied
	 */
	public Optional<Map<T, R>> write(List<T> tables) {
		tables.forEach((table) -> new Authority(this.green.client()).enter(this.work.mapping(table)));
		Map<T, Set<List<String>>> hopeless = new LinkedHashMap<>();
		tables.forEach((table) -> hopeless.put(table, new HashSet<>()));
		for (int look = 0; look < LOOKS; look++) {
			try {
				return Optional.of(DeadlockRetry.retried(() -> this.green.nested(() -> together(hopeless))));
			}
			catch (WithoutHope ex) {
				// The savepoint is rolled back: again without them.
				hopeless.forEach((table, keys) -> keys.addAll(ex.of(table)));
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).isDataError()) {
					throw ex;
				}
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

	private Map<T, R> together(Map<T, Set<List<String>>> hopeless) {
		this.green.client().sql("SET CONSTRAINTS ALL DEFERRED").update();
		Map<T, R> written = new LinkedHashMap<>();
		hopeless.forEach((table, keys) -> written.put(table, this.work.write(table, keys)));
		Map<Object, Collection<List<String>>> orphans = new LinkedHashMap<>();
		hopeless.forEach((table, keys) -> orphans.put(table, this.work.orphans(table, keys)));
		if (orphans.values().stream().anyMatch((keys) -> !keys.isEmpty())) {
			throw new WithoutHope(orphans);
		}
		this.green.client().sql("SET CONSTRAINTS ALL IMMEDIATE").update();
		return written;
	}

	/** Rows whose parent is not among the others either. */
	private static final class WithoutHope extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Map<Object, Collection<List<String>>> orphans;

		WithoutHope(Map<Object, Collection<List<String>>> orphans) {
			this.orphans = orphans;
		}

		Collection<List<String>> of(Object table) {
			return this.orphans.getOrDefault(table, List.of());
		}

	}

}
