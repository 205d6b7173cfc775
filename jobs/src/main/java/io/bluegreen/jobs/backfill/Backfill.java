package io.bluegreen.jobs.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.ledger.Progress;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.ChangedKeys;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.work.ChunkWork;
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

	private final PlanCompletion closing;

	private final Positions positions;

	private final InsertLogSwitch greenLog;

	private final Duration keep;

	Backfill(Databases databases, Preflight preflight, Planning planning, Supervisor supervisor, PlanCompletion closing,
			Positions positions, InsertLogSwitch greenLog, Duration keep) {
		this.databases = databases;
		this.green = databases.target();
		this.plans = new Plans(this.green);
		this.ledger = new Ledger(this.green);
		this.preflight = preflight;
		this.planning = planning;
		this.supervisor = supervisor;
		this.closing = closing;
		this.positions = positions;
		this.greenLog = greenLog;
		this.keep = keep;
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
			runs.add(chunks(mapping, startOver, listener));
		}
		List<String> replaced = this.closing.close(runs.stream().flatMap((run) -> run.open().stream()).toList());
		runs.forEach((run) -> this.green.run(() -> this.plans.requireNotReplaced(run.plan())));
		new Retention(this.green, this.keep).apply();
		return BackfillAnswer.of(runs.stream().map(this::answer).toList(), broken(runs, replaced));
	}

	/**
	 * What this process did with one table.
	 *
	 * @param before the progress that it found
	 * @param seconds that the chunks took
	 * @param open the plan to be closed; empty if it was complete before
	 * @param gap why it does not stand though it was complete
	 */
	private record Run(Plan plan, Progress before, double seconds, Optional<PlanCompletion.Open> open,
			Optional<String> gap) {
	}

	private Run chunks(Mapping mapping, boolean startOver, WorkListener listener) {
		Optional<Plan> finished = this.green.in(() -> this.plans.newest(Plan.Kind.BACKFILL, mapping.table()))
			.filter((plan) -> !startOver && plan.state().equals("complete"));
		if (finished.isPresent()) {
			this.planning.requireSameMapping(mapping, finished.get());
			this.greenLog.resumeWithoutPlan(List.of(mapping));
			return new Run(finished.get(), progress(finished.get()), 0, Optional.empty(), this.positions.gap(mapping));
		}
		Plan plan = this.planning.plan(mapping, startOver);
		Progress before = progress(plan);
		List<KeyedRelation> relations = List.of(KeyedRelation.ofSource(this.databases.source(), mapping));
		ChunkWork work = new SavepointWork(this.green,
				new BackfillWork(this.green, mapping, this.databases.transport(mapping)));
		long begin = System.nanoTime();
		this.supervisor.run(plan, work, relations, listener);
		return new Run(plan, before, (System.nanoTime() - begin) / 1e9,
				Optional.of(new PlanCompletion.Open(mapping, plan)), Optional.empty());
	}

	private List<String> broken(List<Run> runs, List<String> replaced) {
		return runs.stream()
			.filter((run) -> run.gap().isPresent() || replaced.contains(run.plan().table())
					|| this.green.in(() -> this.positions.broken(run.plan().table())).isPresent())
			.map((run) -> run.plan().table())
			.toList();
	}

	private BackfillAnswer.Table answer(Run run) {
		Progress now = progress(run.plan());
		boolean closed = this.green.in(() -> this.plans.open(Plan.Kind.BACKFILL, run.plan().table())).isEmpty();
		boolean complete = closed && run.gap().isEmpty() && now.failed() + now.pending() + now.deferred() == 0;
		long scanned = now.scanned() - run.before().scanned();
		long applied = now.applied() - run.before().applied();
		long rejected = this.green.in(() -> new ChangedKeys(this.green).rejected(run.plan().table()));
		return new BackfillAnswer.Table(run.plan().table(), complete ? "COMPLETE" : "INCOMPLETE", run.plan().id(),
				scanned, applied, scanned - applied, rejected, now.failed(), run.seconds(),
				(run.seconds() == 0) ? 0 : scanned / run.seconds(), run.gap().orElse(null));
	}

	private Progress progress(Plan plan) {
		return this.green.in(() -> this.ledger.progress(plan));
	}

}
