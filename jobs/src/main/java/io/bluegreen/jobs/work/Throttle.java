package io.bluegreen.jobs.work;

import java.time.Duration;

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

	private final ProcessSlot slot;

	private final ThreadLocal<Long> spent = ThreadLocal.withInitial(() -> 0L);

	Throttle(StopSignal stopSignal, ProcessSlot slot) {
		this.stopSignal = stopSignal;
		this.slot = slot;
	}

	/**
	 * Notes what this worker's transaction did.
	 * @param rows scanned; -1: it found nothing to claim
	 */
	void spent(long rows) {
		this.spent.set(rows);
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
		long rows = this.spent.get();
		this.spent.set(0L);
		Duration pause = (rows < 0) ? IDLE : (rows > 0) ? this.slot.rest(rows) : Duration.ZERO;
		if (rest(pause)) {
			// Without this mark the step would end COMPLETED half-way and could never run
			// again.
			step.setTerminateOnly();
			throw new JobInterruptedException("stopped on request");
		}
	}

}
