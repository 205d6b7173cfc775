package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.function.ToLongFunction;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Authority;
import io.bluegreen.apply.Closure;
import io.bluegreen.apply.MappingReplacedException;
import io.bluegreen.session.Side;
import io.bluegreen.jobs.work.Deadlock;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

import io.bluegreen.transport.Transport;

import org.springframework.dao.DataAccessException;

/**
 * Sets the queued keys of one table to what Blue says now, a page a transaction. A page
 * that fails is halved down to the row that is to blame.
 */
class Setting {

	private final Side green;

	private final ChangedKeys keys;

	private final Mapping mapping;

	private final Apply apply;

	private final Closure closure;

	private long applied;

	private long deleted;

	private boolean replaced;

	Setting(Side green, ChangedKeys keys, Mapping mapping, Transport transport) {
		this.green = green;
		this.keys = keys;
		this.mapping = mapping;
		this.apply = new Apply(mapping, transport);
		this.closure = new Closure(green, mapping, transport);
	}

	Mapping mapping() {
		return this.mapping;
	}

	long applied() {
		return this.applied;
	}

	long deleted() {
		return this.deleted;
	}

	/**
	 * Whether the mapping is not the registered one, so that none of the table's keys can
	 * be set.
	 */
	boolean isReplaced() {
		return this.replaced;
	}

	/**
	 * Applies what Blue has. Keys that were gone are written whatever the versions say,
	 * since their next life may have a lower one.
	 */
	void applyChanged() {
		this.applied += pages(false, (set) -> {
			long written = this.closure.apply(set).applied();
			this.keys.applied(this.mapping.table(), set);
			return written;
		});
		this.applied += pages(true, (set) -> this.closure.set(set).applied());
	}

	/** Deletes what Blue has no more. */
	void deleteGone() {
		this.deleted += pages(true, (set) -> {
			long gone = this.apply.deleteGone(this.green.client(), set);
			this.keys.set(this.mapping.table(), set);
			return gone;
		});
	}

	private long pages(boolean gone, ToLongFunction<KeySet> write) {
		long rows = 0;
		List<String> after = List.of();
		while (!this.replaced) {
			List<String> from = after;
			Written page;
			try {
				page = this.green.in(() -> page(gone, from, write));
			}
			catch (MappingReplacedException ex) {
				this.replaced = true;
				break;
			}
			rows += page.rows();
			if (page.keys().size() < ChangedKeys.PAGE) {
				break;
			}
			after = page.keys().get(page.keys().size() - 1);
		}
		return rows;
	}

	private record Written(List<List<String>> keys, long rows) {
	}

	private Written page(boolean gone, List<String> after, ToLongFunction<KeySet> write) {
		new Authority(this.green.client()).enter(this.mapping);
		List<List<String>> page = this.keys.page(this.mapping.table(), gone, after);
		return new Written(page, page.isEmpty() ? 0 : write(page, write));
	}

	private long write(List<List<String>> page, ToLongFunction<KeySet> write) {
		try {
			return Deadlock.retried(() -> this.green.nested(() -> write.applyAsLong(new KeySet(page))));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isInTheData()) {
				throw ex;
			}
			if (page.size() == 1) {
				this.keys.reject(this.mapping.table(), page.get(0), error.sqlState(), error.sentence());
				return 0;
			}
			return write(page.subList(0, page.size() / 2), write)
					+ write(page.subList(page.size() / 2, page.size()), write);
		}
	}

}
