package io.bluegreen.jobs.work;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

import io.bluegreen.failure.StopSignal;

/**
 * All waiting of the workers, between transactions: for other processes' claims, for the
 * rate of the plan, while it is paused or servers want it, and the end on request.
 */
class Throttle implements StepInterruptionPolicy, StepExecutionListener {

	/** Where others hold all that is left. */
	private static final Duration IDLE = Duration.ofMillis(50);

	/** A rest goes on in such parts, so that what ends it is seen soon. */
	static final Duration REST = Duration.ofMillis(250);

	private final StopSignal stopSignal;

	private final WorkListener listener;

	private final ProcessSlot slot;

	private final PlanWatch watch;

	private final ThreadLocal<Optional<WorkEvent>> committing = ThreadLocal.withInitial(Optional::empty);

	/** The workers that may claim, where not all of them may. */
	private final Set<String> working = new HashSet<>();

	Throttle(StopSignal stopSignal, WorkListener listener, ProcessSlot slot, PlanWatch watch) {
		this.stopSignal = stopSignal;
		this.listener = listener;
		this.slot = slot;
		this.watch = watch;
	}

	/** Notes what this worker's transaction did, to be told once it has committed. */
	void afterCommit(WorkEvent event) {
		this.committing.set(Optional.of(event));
	}

	@Override
	public void checkInterrupted(StepExecution step) throws JobInterruptedException {
		Pause pause = this.committing.get().map(this::pause).orElse(Pause.NONE);
		this.committing.remove();
		Duration rest = rest(step, pause);
		while (!this.stopSignal.pause(rest) && !rest.isZero()) {
			rest = rest(step, pause);
		}
		if (this.stopSignal.isRequested()) {
			// Without this mark the step would end COMPLETED half-way and could never run
			// again.
			step.setTerminateOnly();
			throw new JobInterruptedException("stopped on request");
		}
	}

	/**
	 * A worker's pause after what it did.
	 *
	 * @param until in nanoseconds
	 * @param rate that it stands for; null: none
	 */
	private record Pause(long until, @Nullable Integer rate) {

		static final Pause NONE = new Pause(System.nanoTime(), null);

		Duration left(@Nullable Integer rateNow) {
			long left = Objects.equals(this.rate, rateNow) || this.rate == null ? this.until - System.nanoTime() : 0;
			return Duration.ofNanos(Math.max(0, Math.min(left, REST.toNanos())));
		}

	}

	private Pause pause(WorkEvent event) {
		this.listener.on(event);
		Integer rate = this.watch.last().knobs().maxRowsPerSecond();
		if (event instanceof WorkEvent.Finished finished && finished.scanned() > 0 && rate != null) {
			return new Pause(System.nanoTime() + this.slot.rest(finished.scanned()).toNanos(), rate);
		}
		return (event instanceof WorkEvent.Waiting) ? new Pause(System.nanoTime() + IDLE.toNanos(), null) : Pause.NONE;
	}

	/**
	 * How long to rest before the next look; zero: not at all. A paused plan keeps its
	 * workers even where nothing is left: else the command would go on with the next
	 * table.
	 */
	private Duration rest(StepExecution step, Pause pause) {
		PlanWatch.Seen seen = this.watch.now();
		if (seen.replaced()) {
			return Duration.ZERO;
		}
		if (seen.knobs().isPaused()) {
			return REST;
		}
		if (seen.over()) {
			return Duration.ZERO;
		}
		if (!seen.holds().isEmpty()) {
			return REST;
		}
		return isOneTooMany(step, seen.knobs().workers()) ? REST : pause.left(seen.knobs().maxRowsPerSecond());
	}

	private synchronized boolean isOneTooMany(StepExecution step, @Nullable Integer workers) {
		this.working.add(step.getStepName());
		if (workers == null || this.working.size() <= workers) {
			return false;
		}
		this.working.remove(step.getStepName());
		return true;
	}

	/** Another worker may take the place of one that failed. */
	@Override
	public synchronized @Nullable ExitStatus afterStep(StepExecution step) {
		this.working.remove(step.getStepName());
		return null;
	}

}
