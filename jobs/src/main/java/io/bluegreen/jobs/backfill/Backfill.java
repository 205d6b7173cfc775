package io.bluegreen.jobs.backfill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.findings.KeylessRows;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.ledger.Progress;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.SavepointWork;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.jobs.work.WorkListener;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * Copies history: every table gets a plan, the plan's chunks are applied, and a chain of
 * reconcile passes from the plan's position to one that began after the last chunk closes
 * it. Interrupted anywhere, the next run goes on.
 */
public class Backfill {

	private final Side green;

	private final Plans plans;

	private final Ledger ledger;

	private final Databases databases;

	private final Preflight preflight;

	private final Planning planning;

	private final Supervisor supervisor;

	private final PlanCompletion completion;

	private final Positions positions;

	private final InsertLogSwitch insertLog;

	private final BluegreenSettings settings;

	Backfill(Databases databases, Preflight preflight, Planning planning, Supervisor supervisor,
			PlanCompletion completion, Positions positions, InsertLogSwitch insertLog, BluegreenSettings settings) {
		this.databases = databases;
		this.green = databases.target();
		this.plans = new Plans(this.green);
		this.ledger = new Ledger(this.green);
		this.preflight = preflight;
		this.planning = planning;
		this.supervisor = supervisor;
		this.completion = completion;
		this.positions = positions;
		this.insertLog = insertLog;
		this.settings = settings;
	}

	/**
	 * Backfills these tables, parents before children; all where none is named.
	 * @param startOver whether an earlier plan is replaced by a new one
	 * @param listener is told what happens
	 * @throws RefusedException if something cannot come out right; then nothing was
	 * written
	 * @throws io.bluegreen.failure.TryAgainException if another process replaced a plan
	 * meanwhile
	 */
	public BackfillAnswer run(List<String> tables, boolean startOver, WorkListener listener) {
		List<Run> runs = new ArrayList<>();
		for (Mapping mapping : this.preflight.check(tables)) {
			runs.add(finished(mapping, startOver)
				.orElseGet(() -> chunks(mapping, this.planning.plan(mapping, startOver), listener)));
		}
		return close(runs);
	}

	/**
	 * Does what failed once more, and nothing else of plans that are finished: chunks
	 * that failed, and rows that were rejected.
	 * @param chunks only these; empty: all that failed
	 * @throws RefusedException if a table was never planned, or a chunk is none of theirs
	 */
	public BackfillAnswer rerun(List<String> tables, List<Long> chunks, WorkListener listener) {
		List<Mapping> mappings = this.preflight.check(tables);
		List<Plan> plans = mappings.stream().map(this.planning::standing).toList();
		List<Long> unknown = this.green.in(() -> this.ledger.unknown(plans, chunks));
		if (!unknown.isEmpty()) {
			throw new RefusedException("--chunk: there is no chunk %s in the newest plans".formatted(unknown.get(0)),
					"`bluegreen chunks` lists them");
		}
		Map<Mapping, Plan> open = new LinkedHashMap<>();
		mappings
			.forEach((mapping) -> this.planning.reopen(mapping, chunks).ifPresent((plan) -> open.put(mapping, plan)));
		List<Long> rejected = plans.stream().map(this::rejected).toList();
		this.completion.retryRejected(open.keySet());
		List<Run> runs = new ArrayList<>();
		for (int i = 0; i < mappings.size(); i++) {
			Mapping mapping = mappings.get(i);
			Plan reopened = open.get(mapping);
			runs.add((reopened == null) ? unchanged(plans.get(i), Optional.empty())
					: chunks(mapping, reopened, listener).retrying(rejected.get(i)));
		}
		return close(runs);
	}

	private BackfillAnswer close(List<Run> runs) {
		List<String> replaced = this.completion.close(runs.stream().flatMap((run) -> run.open().stream()).toList());
		runs.forEach((run) -> this.green.run(() -> this.plans.requireNotReplaced(run.plan())));
		new Retention(this.green, this.settings.keep()).apply();
		return BackfillAnswer.of(runs.stream().map(this::answer).toList(), broken(runs, replaced));
	}

	/**
	 * What this process did with one table.
	 *
	 * @param before the progress that it found
	 * @param rejectedBefore rows of the table that were rejected already
	 * @param retried rows that were as well, until they were tried again first of all
	 * @param seconds that the chunks took
	 * @param open the plan to be closed; empty if it was complete before, or cannot be
	 * @param reason why it is not complete, beside rejects and failed chunks
	 * @param gap whether that is that no pass goes on
	 */
	private record Run(Plan plan, Progress before, long rejectedBefore, long retried, double seconds,
			Optional<PlanCompletion.Open> open, Optional<String> reason, boolean gap) {

		/**
		 * The same, where so many rows were rejected before any was tried again.
		 */
		Run retrying(long rejected) {
			return new Run(this.plan, this.before, this.rejectedBefore, rejected - this.rejectedBefore, this.seconds,
					this.open, this.reason, this.gap);
		}

	}

	/** A plan that is complete, if the table has one. */
	private Optional<Run> finished(Mapping mapping, boolean startOver) {
		return this.green.in(() -> this.plans.newest(Plan.Kind.BACKFILL, mapping.table()))
			.filter((plan) -> !startOver && plan.state().equals("complete"))
			.map((plan) -> {
				this.planning.requireSameMapping(mapping, plan);
				this.insertLog.resumeWithoutPlan(List.of(mapping));
				return unchanged(plan, this.positions.gap(mapping)
					.map((why) -> "plan %d was complete, but does not stand: %s".formatted(plan.id(), why)));
			});
	}

	private Run unchanged(Plan plan, Optional<String> gap) {
		return new Run(plan, progress(plan), rejected(plan), 0, 0, Optional.empty(), gap, gap.isPresent());
	}

	private Run chunks(Mapping mapping, Plan plan, WorkListener listener) {
		Progress before = progress(plan);
		long rejectedBefore = rejected(plan);
		BackfillWork work = new BackfillWork(this.databases, mapping, this.settings.maxRejected());
		long begin = System.nanoTime();
		this.supervisor.run(plan, new SavepointWork(this.green, work),
				List.of(KeyedRelation.ofSource(this.databases.source(), mapping)), listener);
		double seconds = (System.nanoTime() - begin) / 1e9;
		if (progress(plan).pending() > 0) {
			return new Run(plan, before, rejectedBefore, 0, seconds, Optional.empty(), Optional
				.of("stopped, since Green refused more than %d rows (max-rejected): the mapping, or Green, is probably wrong"
					.formatted(this.settings.maxRejected())), false);
		}
		Optional<String> keyless = new KeylessRows(this.databases.source()).find(mapping).map(Reason::sentence);
		return new Run(plan, before, rejectedBefore, 0, seconds,
				keyless.isPresent() ? Optional.empty() : Optional.of(new PlanCompletion.Open(mapping, plan)), keyless,
				false);
	}

	private List<String> broken(List<Run> runs, List<String> replaced) {
		return runs.stream()
			.filter((run) -> run.gap() || replaced.contains(run.plan().table())
					|| this.green.in(() -> this.positions.broken(run.plan().table())).isPresent())
			.map((run) -> run.plan().table())
			.toList();
	}

	private BackfillAnswer.Table answer(Run run) {
		Plan plan = run.plan();
		Progress now = progress(plan);
		boolean closed = this.green.in(() -> this.plans.open(Plan.Kind.BACKFILL, plan.table())).isEmpty();
		long rejected = rejected(plan);
		boolean complete = closed && run.reason().isEmpty()
				&& now.failed() + now.pending() + now.deferred() + rejected == 0;
		long scanned = now.scanned() - run.before().scanned();
		long applied = now.applied() - run.before().applied();
		return new BackfillAnswer.Table(plan.table(), complete ? "COMPLETE" : "INCOMPLETE", plan.id(), scanned, applied,
				Math.max(0, scanned - applied - Math.max(0, rejected - run.rejectedBefore())), rejected,
				Math.max(0, run.rejectedBefore() + run.retried() - rejected), now.failed(), run.seconds(),
				(run.seconds() == 0) ? 0 : scanned / run.seconds(), run.reason().orElse(null),
				this.green.in(() -> Cause.of(this.green, plan)));
	}

	private long rejected(Plan plan) {
		return this.green.in(() -> new ChangedKeys(this.green).rejected(plan.table()));
	}

	private Progress progress(Plan plan) {
		return this.green.in(() -> this.ledger.progress(plan));
	}

}
