package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.Authority;
import io.bluegreen.apply.Blocked;
import io.bluegreen.apply.MappingReplacedException;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * Sets the queued keys of one table to what Blue says now, a page a transaction.
 */
class KeyApplier {

	private final Side green;

	private final ChangedKeys keys;

	private final Mapping mapping;

	private final Apply apply;

	private final UniqueConflictResolver resolver;

	private final IsolatedRows rows;

	private long applied;

	private long deleted;

	private boolean replaced;

	KeyApplier(Side green, ChangedKeys keys, Mapping mapping, Transport transport) {
		this.green = green;
		this.keys = keys;
		this.mapping = mapping;
		this.apply = new Apply(mapping, transport);
		this.resolver = new UniqueConflictResolver(green, mapping, transport);
		this.rows = new IsolatedRows(green, mapping, this.resolver);
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

	/** Asks whether anything may be applied, where nothing is to be. */
	void ask() {
		try {
			this.green.run(() -> new Authority(this.green.client()).enter(this.mapping));
		}
		catch (MappingReplacedException ex) {
			this.replaced = true;
		}
	}

	/**
	 * Applies what Blue has. Keys that were gone are written whatever the versions say,
	 * since their next life may have a lower one.
	 * @param backwards whether the last keys come first
	 */
	void applyChanged(boolean backwards) {
		this.applied += pages(false, backwards, (set) -> {
			long written = counted(this.resolver.apply(set));
			this.keys.applied(this.mapping.table(), set);
			return written;
		});
		this.applied += pages(true, backwards, (set) -> counted(this.resolver.overwrite(set)));
	}

	private long counted(ApplyCount count) {
		this.deleted += count.deleted();
		return count.applied();
	}

	/**
	 * Applies keys and takes them off the queue: all of them, or none.
	 * @return what is to be {@linkplain #count counted} once that stands
	 */
	ApplyCount applyAll(List<List<String>> page) {
		KeySet set = new KeySet(page);
		ApplyCount count = this.resolver.apply(set);
		this.keys.applied(this.mapping.table(), set);
		return count;
	}

	void count(ApplyCount count) {
		this.applied += counted(count);
	}

	/** Keys of rows that have no parent in Green. */
	Set<List<String>> orphans(List<List<String>> page) {
		return this.resolver.orphans(new KeySet(page)).stream().map(Blocked::key).collect(Collectors.toSet());
	}

	/** Deletes what Blue has no more. */
	void deleteGone(boolean backwards) {
		this.deleted += pages(true, backwards, (set) -> {
			long gone = this.apply.deleteGone(this.green.client(), set);
			this.keys.set(this.mapping.table(), set);
			return gone;
		});
	}

	private long pages(boolean gone, boolean backwards, ToLongFunction<KeySet> write) {
		long rows = 0;
		List<String> after = List.of();
		while (!this.replaced) {
			List<String> from = after;
			Written page;
			try {
				page = this.green.in(() -> page(gone, backwards, from, write));
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

	private Written page(boolean gone, boolean backwards, List<String> after, ToLongFunction<KeySet> write) {
		new Authority(this.green.client()).enter(this.mapping);
		List<List<String>> page = this.keys.page(this.mapping.table(), gone, backwards, after);
		return new Written(page, this.rows.write(page, write,
				(key, error) -> this.keys.reject(this.mapping.table(), new Refusal(key, error))));
	}

}
