package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.function.Consumer;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Authority;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;

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

	private long applied;

	private long deleted;

	Setting(Side green, ChangedKeys keys, Mapping mapping) {
		this.green = green;
		this.keys = keys;
		this.mapping = mapping;
		this.apply = new Apply(mapping);
	}

	long applied() {
		return this.applied;
	}

	long deleted() {
		return this.deleted;
	}

	/**
	 * Applies what Blue has. Keys that were gone are written whatever the versions say,
	 * since their next life may have a lower one.
	 */
	void applyChanged() {
		pages(false, (set) -> {
			this.applied += this.apply.apply(this.green.client(), set).applied();
			this.keys.applied(this.mapping.table(), set);
		});
		pages(true, (set) -> this.applied += this.apply.set(this.green.client(), set).applied());
	}

	/** Deletes what Blue has no more. */
	void deleteGone() {
		pages(true, (set) -> {
			this.deleted += this.apply.deleteGone(this.green.client(), set);
			this.keys.set(this.mapping.table(), set);
		});
	}

	private void pages(boolean gone, Consumer<KeySet> write) {
		List<String> after = List.of();
		while (true) {
			List<String> from = after;
			List<List<String>> page = this.green.in(() -> page(gone, from, write));
			if (page.size() < ChangedKeys.PAGE) {
				return;
			}
			after = page.get(page.size() - 1);
		}
	}

	private List<List<String>> page(boolean gone, List<String> after, Consumer<KeySet> write) {
		new Authority(this.green.client()).enter(this.mapping);
		List<List<String>> page = this.keys.page(this.mapping.table(), gone, after);
		if (!page.isEmpty()) {
			write(page, write);
		}
		return page;
	}

	private void write(List<List<String>> page, Consumer<KeySet> write) {
		try {
			this.green.nested(() -> write.accept(new KeySet(page)));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isInTheData()) {
				throw ex;
			}
			if (page.size() == 1) {
				this.keys.reject(this.mapping.table(), page.get(0), error.sqlState(), error.sentence());
				return;
			}
			write(page.subList(0, page.size() / 2), write);
			write(page.subList(page.size() / 2, page.size()), write);
		}
	}

}
