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

	private static final String PLAN = """
			INSERT INTO bluegreen.plan (kind, table_name, mapping_hash, mapping_evidence, chunk_rows)
			VALUES ('verify', :table, :hash, :evidence::jsonb, :page) RETURNING plan_id
			""";

	private final Side green;

	private final StopSignal stopSignal;

	private final Comparison comparison;

	private final SideReader reader;

	private final VerifyTotals seen = new VerifyTotals();

	private final long begin = System.nanoTime();

	private KeyVerification(Side green, StopSignal stopSignal, Comparison comparison, SideReader reader) {
		this.green = green;
		this.stopSignal = stopSignal;
		this.comparison = comparison;
		this.reader = reader;
	}

	/**
	 * Begins one.
	 * @param since where Blue's log stands; empty where there is none
	 */
	static KeyVerification begin(Side green, StopSignal stopSignal, SideReaders readers, Mapping mapping,
			VerdictStore.Stored under, int maxDifferences, Optional<String> since) {
		long plan = green.in(() -> green.client()
			.sql(PLAN)
			.param("table", mapping.table())
			.param("hash", mapping.hash())
			.param("evidence", mapping.definition().evidence())
			.param("page", PAGE)
			.query(Long.class)
			.single());
		Seeds seeds = new Seeds(Objects.requireNonNull(under.rowSeed()),
				Objects.requireNonNullElse(under.mixSeed(), 0L));
		Comparison comparison = new Comparison(mapping, plan, new Totals(List.of(), List.of()), seeds,
				under.mixSeed() == null, maxDifferences, since);
		return new KeyVerification(green, stopSignal, comparison, readers.of(comparison));
	}

	/** The plan that its differences are noted under. */
	public long plan() {
		return this.comparison.plan();
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
	 * @param voided asked after the last look: why what was noted does not hold any more,
	 * if so
	 */
	public Judge.Judgement judge(Duration settle, Supplier<Optional<String>> voided) {
		this.seen.add(new Rechecks(this.green, this.comparison, this.reader, this.stopSignal).settle(settle));
		Optional<String> why = voided.get();
		this.green.run(() -> this.green.client()
			.sql("UPDATE bluegreen.plan SET state = 'complete', finished_at = clock_timestamp() WHERE plan_id = ?")
			.param(plan())
			.update());
		return this.green.in(() -> new Judge(this.green, this.comparison).judge(this.seen, List.of(),
				(System.nanoTime() - this.begin) / 1e9, why));
	}

}
