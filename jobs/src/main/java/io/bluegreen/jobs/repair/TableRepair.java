package io.bluegreen.jobs.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Blocked;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.findings.DifferenceStore.Difference;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.verify.RecordedRows;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * Mends the differences of one table, a page a transaction: it enters, locks Green's
 * rows, looks whether they are still as the verdict saw them, and reads Blue only then.
 */
class TableRepair {

	private final Side green;

	private final Mapping mapping;

	private final Transport transport;

	private final VerdictStore.Stored verdict;

	private final boolean deleteExtra;

	private final Cascade cascade;

	private final RecordedRows recorded;

	private final Apply apply;

	private final UniqueConflictResolver resolver;

	private final IsolatedRows rows;

	private final EnteredPages pages;

	private final List<List<String>> keys;

	private List<List<String>> wanted = new ArrayList<>();

	private List<List<String>> extra = new ArrayList<>();

	private final Map<List<String>, String> left = new LinkedHashMap<>();

	private final Map<Mapping, Set<List<String>>> reached = new LinkedHashMap<>();

	private long replaced;

	private long inserted;

	private long deleted;

	TableRepair(Side green, Mapping mapping, Transport transport, VerdictStore.Stored verdict,
			List<Difference> differences, boolean deleteExtra, Cascade cascade) {
		this.green = green;
		this.mapping = mapping;
		this.transport = transport;
		this.verdict = verdict;
		this.deleteExtra = deleteExtra;
		this.cascade = cascade;
		this.recorded = new RecordedRows(green, mapping, transport);
		this.apply = new Apply(mapping, transport);
		this.resolver = new UniqueConflictResolver(green, mapping, transport);
		this.rows = new IsolatedRows(green, mapping, this.resolver);
		this.pages = new EnteredPages(green, mapping);
		this.keys = differences.stream().map(Difference::key).toList();
		differences.forEach((found) -> (found.kind().equals("extra") ? this.extra : this.wanted).add(found.key()));
	}

	Mapping mapping() {
		return this.mapping;
	}

	Transport transport() {
		return this.transport;
	}

	VerdictStore.Stored verdict() {
		return this.verdict;
	}

	/** All keys that the verdict found to differ. */
	List<List<String>> keys() {
		return this.keys;
	}

	long replaced() {
		return this.replaced;
	}

	long inserted() {
		return this.inserted;
	}

	long deleted() {
		return this.deleted;
	}

	Map<List<String>, String> left() {
		return this.left;
	}

	/** Keys of other tables whose rows went along with deleted ones. */
	Map<Mapping, Set<List<String>>> reached() {
		return this.reached;
	}

	/** What the delete of some rows would reach. */
	Cascade.Reached reach(List<List<String>> doomed) {
		return this.cascade.of(this.mapping, doomed);
	}

	/** How many rows may still get in, or go. */
	int pending() {
		return this.wanted.size() + this.extra.size();
	}

	/** Replaces and inserts, as far as Green takes the rows. */
	void write() {
		List<List<String>> open = this.wanted;
		this.wanted = new ArrayList<>();
		work(open, this::writePage, this.wanted);
	}

	/** Deletes what Blue lacks, as far as Green lets it go. */
	void delete() {
		List<List<String>> open = this.extra;
		this.extra = new ArrayList<>();
		work(open, this::deletePage, this.extra);
	}

	/** What a page of work does in the current transaction. */
	private interface Work {

		void run(Map<Class<? extends Decision>, List<List<String>>> decided, Outcome outcome);

	}

	/**
	 * Applies rows that changed in Blue after they were mended: while a repair keeps
	 * every reconcile waiting, nobody else brings what a lost dual write left behind.
	 */
	void bring(List<List<String>> changed) {
		List<List<String>> mended = changed.stream().filter((key) -> !this.left.containsKey(key)).toList();
		this.pages.each(mended,
				(page) -> this.rows.write(page, (set) -> this.resolver.apply(set).applied(), (key, error) -> {
				}), (page, applied) -> {
				});
	}

	private void work(List<List<String>> open, Work work, List<List<String>> again) {
		this.pages.each(open, (page) -> written(page, work), (page, outcome) -> {
			again.addAll(outcome.refused.keySet());
			page.forEach(this.left::remove);
			count(outcome);
		});
	}

	/**
	 * Writes what is pending in the current transaction, which has entered.
	 * @param without rows that are not tried
	 */
	Outcome writePending(Set<List<String>> without) {
		return written(without(without), this::writePage);
	}

	/** Pending rows whose parents neither Green has nor these bring. */
	List<List<String>> orphans(Set<List<String>> without) {
		List<List<String>> tried = without(without);
		return tried.isEmpty() ? List.of()
				: this.resolver.orphans(new KeySet(tried)).stream().map(Blocked::key).filter(tried::contains).toList();
	}

	private List<List<String>> without(Set<List<String>> others) {
		return this.wanted.stream().filter((key) -> !others.contains(key)).toList();
	}

	/** Takes over what a transaction has done that has committed. */
	void count(Outcome outcome) {
		this.replaced += outcome.replaced;
		this.inserted += outcome.inserted;
		this.deleted += outcome.deleted;
		this.left.putAll(outcome.left);
		this.left.putAll(outcome.refused);
		outcome.reached.keys()
			.forEach((table, rows) -> this.reached.computeIfAbsent(table, (key) -> new LinkedHashSet<>()).addAll(rows));
	}

	/** What {@link #writePending} has done stands. */
	void countPending(Outcome outcome, Set<List<String>> without) {
		without(without).forEach(this.left::remove);
		this.wanted = Stream.concat(without.stream(), outcome.refused.keySet().stream()).toList();
		count(outcome);
	}

	private Outcome written(List<List<String>> page, Work work) {
		Outcome outcome = new Outcome();
		if (!page.isEmpty()) {
			KeySet asked = new KeySet(page);
			this.recorded.lock(asked);
			work.run(decide(asked, (key, reason) -> outcome.left.put(key, reason)), outcome);
		}
		return outcome;
	}

	/** What is to be done with rows as they are now, by decision. */
	Map<Class<? extends Decision>, List<List<String>>> decide(KeySet asked, BiConsumer<List<String>, String> leave) {
		Map<Class<? extends Decision>, List<List<String>>> decided = new HashMap<>();
		for (RecordedRows.Row row : this.recorded.look(this.verdict, asked)) {
			Decision decision = Decision.of(row, this.deleteExtra);
			if (decision instanceof Decision.Leave stays) {
				leave.accept(row.key(), stays.reason());
			}
			decided.computeIfAbsent(decision.getClass(), (kind) -> new ArrayList<>()).add(row.key());
		}
		return decided;
	}

	/**
	 * A missing row is applied, not overwritten: nobody holds a lock of what is not
	 * there, so a newer one may have come.
	 */
	private void writePage(Map<Class<? extends Decision>, List<List<String>>> decided, Outcome outcome) {
		outcome.replaced = this.rows.write(decided.getOrDefault(Decision.Replace.class, List.of()),
				(set) -> this.resolver.overwrite(set).applied(), (key, error) -> refuse(outcome, key, error));
		outcome.inserted = this.rows.write(decided.getOrDefault(Decision.Insert.class, List.of()),
				(set) -> this.resolver.apply(set).applied(), (key, error) -> refuse(outcome, key, error));
	}

	/** What goes along is queued in the same transaction, so that a crash loses none. */
	private void deletePage(Map<Class<? extends Decision>, List<List<String>>> decided, Outcome outcome) {
		List<List<String>> doomed = decided.getOrDefault(Decision.Delete.class, List.of());
		outcome.reached = reach(doomed);
		outcome.left.putAll(outcome.reached.refused());
		ChangedKeys queue = new ChangedKeys(this.green);
		outcome.reached.keys().forEach((table, rows) -> queue.defer(table.table(), List.copyOf(rows)));
		outcome.deleted = this.rows.write(
				doomed.stream().filter((key) -> !outcome.reached.refused().containsKey(key)).toList(),
				(set) -> this.apply.deleteGone(this.green.client(), set), (key, error) -> refuse(outcome, key, error));
	}

	private static void refuse(Outcome outcome, List<String> key, ServerError error) {
		(error.isRowConflict() ? outcome.refused : outcome.left).put(key, error.sentence());
	}

}
