package io.bluegreen.jobs.work;

import java.time.Duration;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/**
 * All waiting of the workers, between transactions: for other processes' claims, for the
 * rate of the plan, and the end on request.
 */
class Pace implements StepInterruptionPolicy {

	private static final Duration IDLE = Duration.ofMillis(50);

	private final Drain drain;

	private final Seat seat;

	private final ThreadLocal<Long> spent = ThreadLocal.withInitial(() -> 0L);

	Pace(Drain drain, Seat seat) {
		this.drain = drain;
		this.seat = seat;
	}

	/**
	 * Notes what this worker's transaction did.
	 * @param rows scanned; -1: it found nothing to claim
	 */
	void spent(long rows) {
		this.spent.set(rows);
	}

	@Override
	public void checkInterrupted(StepExecution step) throws JobInterruptedException {
		long rows = this.spent.get();
		this.spent.set(0L);
		Duration pause = (rows < 0) ? IDLE : (rows > 0) ? this.seat.rest(rows) : Duration.ZERO;
		if (this.drain.pause(pause)) {
			// Without this mark the step would end COMPLETED half-way and could never run
			// again.
			step.setTerminateOnly();
			throw new JobInterruptedException("stopped on request");
		}
	}

}
