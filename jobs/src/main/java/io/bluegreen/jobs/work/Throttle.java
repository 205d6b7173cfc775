package io.bluegreen.jobs.work;

import java.time.Duration;
import java.util.Optional;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

import io.bluegreen.failure.StopSignal;

/**
 * All waiting of the workers, between transactions: for other processes' claims, for the
 * rate of the plan, and the end on request.
 */
class Throttle implements StepInterruptionPolicy {

	private static final Duration IDLE = Duration.ofMillis(50);

	/** A rest is cut short if somebody names another rate meanwhile. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final StopSignal stopSignal;

	private final WorkListener listener;

	private final ProcessSlot slot;

	private final ThreadLocal<Optional<WorkEvent>> committing = ThreadLocal.withInitial(Optional::empty);

	Throttle(StopSignal stopSignal, WorkListener listener, ProcessSlot slot) {
		this.stopSignal = stopSignal;
		this.listener = listener;
		this.slot = slot;
	}

	/** Notes what this worker's transaction did, to be told once it has committed. */
	void afterCommit(WorkEvent event) {
		this.committing.set(Optional.of(event));
	}

	/** How long to rest after what was done. */
	private Duration pause(WorkEvent event) {
		this.listener.on(event);
		return (event instanceof WorkEvent.Finished finished && finished.scanned() > 0)
				? this.slot.rest(finished.scanned()) : (event instanceof WorkEvent.Waiting) ? IDLE : Duration.ZERO;
	}

	/**
	 * Rests, not longer than the rate stands.
	 * @return whether a stop was requested
	 */
	private boolean rest(Duration pause) {
		Duration left = pause;
		while (left.compareTo(LOOK) > 0) {
			if (this.stopSignal.pause(LOOK)) {
				return true;
			}
			if (this.slot.hasOtherRate()) {
				return false;
			}
			left = left.minus(LOOK);
		}
		return this.stopSignal.pause(left);
	}

	@Override
	public void checkInterrupted(StepExecution step) throws JobInterruptedException {
		Duration pause = this.committing.get().map(this::pause).orElse(Duration.ZERO);
		this.committing.remove();
		if (rest(pause)) {
			// Without this mark the step would end COMPLETED half-way and could never run
			// again.
			step.setTerminateOnly();
			throw new JobInterruptedException("stopped on request");
		}
	}

}
