package io.bluegreen.jobs.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.bluegreen.jobs.knobs.KnobStore;
import io.bluegreen.jobs.knobs.Knobs;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.throttle.Hold;
import io.bluegreen.session.Side;

/**
 * What the workers of a process need to know about their plan between transactions. One
 * of them looks for all, at most once a second.
 */
class PlanWatch {

	/** Between two looks. What people set is to be acted on within 2 s. */
	static final Duration EVERY = Duration.ofSeconds(1);

	private final Side control;

	private final Run run;

	private final ProcessSlot slot;

	private final ReentrantLock looking = new ReentrantLock();

	private volatile long lookAt;

	private volatile Seen seen = new Seen(Knobs.NONE, List.of(), false, false);

	/** Looks for the first time. */
	PlanWatch(Side control, Run run, ProcessSlot slot) {
		this.control = control;
		this.run = run;
		this.slot = slot;
		look();
	}

	/**
	 * What was seen.
	 *
	 * @param holds why work has to wait, by what servers say; empty: it need not
	 * @param over whether nothing is left to be claimed
	 * @param replaced whether a newer plan took its place
	 */
	record Seen(Knobs knobs, List<Hold> holds, boolean over, boolean replaced) {

		boolean isHeld() {
			return !this.knobs.equals(Knobs.NONE) || !this.holds.isEmpty();
		}

		/** Whether nothing is claimed, whatever servers say. */
		boolean isIdle() {
			return this.over || this.replaced || this.knobs.isPaused();
		}

	}

	/** What is so, or was a moment ago. */
	Seen now() {
		if (System.nanoTime() - this.lookAt >= 0 && this.looking.tryLock()) {
			try {
				look();
			}
			finally {
				this.looking.unlock();
			}
		}
		return this.seen;
	}

	/** What was seen by the last look. */
	Seen last() {
		return this.seen;
	}

	private void look() {
		boolean wasHeld = this.seen.isHeld();
		Seen plan = this.control.in(() -> new Seen(new KnobStore(this.control).of(this.run.plan().id()), List.of(),
				new Ledger(this.control).hasNoPending(this.run.plan()),
				new Plans(this.control).isReplaced(this.run.plan())));
		Seen found = plan.isIdle() ? plan
				: new Seen(plan.knobs(), this.run.signals().holds(), plan.over(), plan.replaced());
		this.slot.note(Hold.words(found.holds()));
		this.seen = found;
		this.lookAt = System.nanoTime() + EVERY.toNanos();
		this.run.size().aimAt(found.knobs().chunkTarget());
		if (found.isHeld() || wasHeld) {
			this.run.listener().on(new WorkEvent.Throttled(this.run.plan(), found.knobs(), found.holds()));
		}
	}

}
