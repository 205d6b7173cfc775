package io.bluegreen.jobs.repair;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Work on keys of one table, a page a transaction: each enters before it reads Blue, and
 * is done again after a deadlock.
 */
record EnteredPages(Side green, Mapping mapping) {

	/** Keys of one transaction. */
	static final int SIZE = 1000;

	/**
	 * Works through keys, page by page.
	 * @param work what a transaction does, maybe more than once
	 * @param committed takes a page and what its work returned, once it stands
	 */
	<T> void each(List<List<String>> keys, Function<List<List<String>>, T> work,
			BiConsumer<List<List<String>>, T> committed) {
		for (List<List<String>> page : KeySet.pages(keys, SIZE)) {
			committed.accept(page, DeadlockRetry.retried(() -> this.green.in(() -> {
				new Authority(this.green.client()).enter(this.mapping);
				return work.apply(page);
			})));
		}
	}

}
