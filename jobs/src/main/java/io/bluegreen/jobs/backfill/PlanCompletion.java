package io.bluegreen.jobs.backfill;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.reconcile.ReconcileAnswer;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * Ends plans whose chunks are done: a reconcile that begins after the last chunk brings
 * what was written to Blue meanwhile, and the rows that waited for others.
 */
class PlanCompletion {

	private static final Logger logger = LoggerFactory.getLogger(PlanCompletion.class);

	private final Side blue;

	private final Side green;

	private final ExclusiveWork exclusive;

	private final Reconcile reconcile;

	private final InsertLogSwitch insertLog;

	PlanCompletion(Side blue, Side green, ExclusiveWork exclusive, Reconcile reconcile, InsertLogSwitch insertLog) {
		this.blue = blue;
		this.green = green;
		this.exclusive = exclusive;
		this.reconcile = reconcile;
		this.insertLog = insertLog;
	}

	/**
	 * A plan to be closed.
	 */
	record Open(Mapping mapping, Plan plan) {
	}

	/**
	 * Closes plans, those that no other process has closed meanwhile. A plan stays open
	 * if the chain of passes is broken, or its rows may have been read under another
	 * mapping. Keys that Green refuses stay queued as rejects.
	 * @param plans parents before children
	 * @return the tables whose mapping is another one, or was for a time
	 */
	List<String> close(List<Open> plans) {
		return this.exclusive.alone(Purpose.CLOSE, () -> {
			List<Open> open = plans.stream().filter(this::isOpen).toList();
			if (open.isEmpty()) {
				return List.of();
			}
			// Before the closing reconcile, so that from its position on Green's log
			// lacks nothing.
			open.forEach((plan) -> this.insertLog.resume(plan.mapping()));
			boolean reconciled = reconcile(open);
			// While the plan is open still, so that a process killed here is made up for.
			open.forEach((plan) -> new PostBackfill(this.green, plan.mapping()).prepare());
			this.green.run(() -> open.forEach((plan) -> new Ledger(this.green).settleDeferred(plan.plan())));
			List<Open> replaced = open.stream().filter(this::isReplaced).toList();
			if (reconciled) {
				open.stream()
					.filter((plan) -> !replaced.contains(plan))
					.forEach((plan) -> this.green.run(() -> new Plans(this.green).finish(plan.plan(), "complete")));
			}
			return replaced.stream().map((plan) -> plan.plan().table()).toList();
		});
	}

	/** Tries rejected keys once more, before chunks are. */
	void retryRejected(Collection<Mapping> mappings) {
		if (!mappings.isEmpty()) {
			this.reconcile.run(List.copyOf(mappings));
		}
	}

	private boolean isReplaced(Open plan) {
		Definition now = this.blue.in(() -> Definition.of(this.blue.client(), plan.mapping()));
		Optional<String> change = this.green.in(() -> plan.plan().mapping().change(this.green.client(), now));
		change
			.ifPresent((what) -> logger.warn("A plan stays open: {}: the mapping was replaced, if only for a time: {}",
					plan.mapping().table(), what));
		return change.isPresent();
	}

	private boolean isOpen(Open candidate) {
		return this.green.in(() -> new Plans(this.green).open(Plan.Kind.BACKFILL, candidate.mapping().table()))
			.filter((open) -> open.id() == candidate.plan().id())
			.isPresent();
	}

	private boolean reconcile(List<Open> open) {
		ReconcileAnswer answer = this.reconcile.run(open.stream().map(Open::mapping).toList());
		answer.whyBroken().forEach((reason) -> logger.warn("A plan stays open: {}", reason));
		return answer.isUnbroken();
	}

}
