package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.bluegreen.bisection.Bisection;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Compares single keys of a table, in the way of an earlier verdict and with its seeds,
 * and looks again at those that are not the same until they are, or surely are not. Its
 * differences stand under a plan of their own.
 */
public final class KeyVerification {

	/** Keys that are compared at once, so that they are read by the index. */
	public static final int PAGE = 1000;

	private final Side green;

	private final StopSignal stopSignal;

	private final Plan plan;

	private final Comparison comparison;

	private final SideReader reader;

	private final VerifyTotals seen = new VerifyTotals();

	private final long begin = System.nanoTime();

	private KeyVerification(Side green, StopSignal stopSignal, Plan plan, Comparison comparison, SideReader reader) {
		this.green = green;
		this.stopSignal = stopSignal;
		this.plan = plan;
		this.comparison = comparison;
		this.reader = reader;
	}

	/**
	 * Begins one.
	 * @param since where Blue's log stands; empty where there is none
	 */
	static KeyVerification begin(Side green, StopSignal stopSignal, SideReaders readers, Mapping mapping,
			VerdictStore.Stored under, int maxDifferences, Optional<String> since) {
		Plan plan = green.in(() -> new Plans(green).create(Plan.Kind.VERIFY, mapping, PAGE, null));
		Seeds seeds = new Seeds(Objects.requireNonNull(under.rowSeed()),
				Objects.requireNonNullElse(under.mixSeed(), 0L));
		Comparison comparison = new Comparison(mapping, plan.id(), Totals.NONE, seeds, under.mixSeed() == null,
				maxDifferences, since);
		return new KeyVerification(green, stopSignal, plan, comparison, readers.of(comparison));
	}

	/** The plan that its differences are noted under. */
	public long plan() {
		return this.plan.id();
	}

	/** The seed of the digests of its differences. */
	long rowSeed() {
		return this.comparison.seeds().row();
	}

	/** Compares a page of keys; a row that the view cannot evaluate is noted alone. */
	public void compare(List<List<String>> keys) {
		this.stopSignal.check();
		SideComparison sides = new SideComparison(this.green, this.comparison, this.reader);
		Bisection.<List<String>>ofList()
			.run(keys, (part) -> DeadlockRetry.retried(() -> this.green.in(() -> sides.byRow(new KeySet(part)))),
					(row, error) -> RangeResult.unread(new RangeResult.Unread(row.get(0), error.sentence())))
			.results()
			.forEach(this.seen::add);
	}

	/**
	 * Looks again, and judges.
	 * @param bringing what is done for rows that wait for it
	 * @param voided asked after the last look: why what was noted does not hold any more,
	 * if so
	 */
	public Judge.Judgement judge(Duration settle, Bringing bringing, Supplier<Optional<String>> voided) {
		this.seen.add(new Rechecks(this.green, this.comparison, this.reader, this.stopSignal).settle(settle, bringing));
		Optional<String> why = voided.get();
		this.green.run(() -> new Plans(this.green).finish(this.plan, "complete"));
		return this.green.in(() -> new Judge(this.green, this.comparison).judge(this.seen, List.of(),
				(System.nanoTime() - this.begin) / 1e9, why));
	}

}
