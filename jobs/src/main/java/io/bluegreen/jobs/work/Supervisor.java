package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.OptimisticLockingFailureException;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.failure.TryAgainException;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.throttle.TableSignals;
import io.bluegreen.session.Side;

/**
 * Runs a plan's job until no chunk is unfinished: a connection that was lost, a slot that
 * was lost, or a dead predecessor's execution are recovered and started again, as long as
 * that helps.
 */
public class Supervisor {

	private static final Duration SHORTEST = Duration.ofMillis(200);

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final JobRepository repository;

	private final JobOperator operator;

	private final Side green;

	private final StopSignal stopSignal;

	private final TableSignals signals;

	private final BluegreenSettings settings;

	public Supervisor(JobRepository repository, JobOperator operator, Side green, StopSignal stopSignal,
			TableSignals signals, BluegreenSettings settings) {
		this.repository = repository;
		this.operator = operator;
		this.green = green;
		this.stopSignal = stopSignal;
		this.signals = signals;
		this.settings = settings;
	}

	/**
	 * Works on a plan, beside other processes that do the same, until none of its chunks
	 * is pending, or the work does not go on.
	 * @param relations that its ranges are even over
	 * @param listener is told what happens
	 * @throws io.bluegreen.failure.TryAgainException if a stop was requested, or the plan
	 * was replaced
	 * @throws RuntimeException the cause, if it is none that passes, or if no chunk went
	 * through for {@code retry-for} since it came up
	 */
	public void run(Plan plan, ChunkWork work, List<KeyedRelation> relations, WorkListener listener) {
		ClaimSize size = new ClaimSize(this.settings.chunkTarget(), this.settings.workers());
		Run run = new Run(plan, work, new Halving(relations), size, this.signals.of(plan.table()), listener);
		Instant failingSince = Instant.MIN;
		Duration backoff = SHORTEST;
		while (true) {
			this.stopSignal.check();
			try {
				start(run);
				this.stopSignal.check();
				this.green.run(() -> new Plans(this.green).requireNotReplaced(plan));
				// The ledger says whether the work is over, not the status of a job.
				if (this.green.in(() -> new Ledger(this.green).hasNoPending(plan) || !work.goesOn())) {
					return;
				}
			}
			catch (TryAgainException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				if (size.measuredAt().isAfter(failingSince)) {
					failingSince = Instant.now();
					backoff = SHORTEST;
				}
				if (!passes(ex)) {
					// Who replaced it may have registered another mapping as well.
					this.green.run(() -> new Plans(this.green).requireNotReplaced(plan));
					throw ex;
				}
				if (Instant.now().isAfter(failingSince.plus(this.settings.retryFor()))) {
					throw ex;
				}
				listener.on(new WorkEvent.Retrying(plan, ServerError.of(ex).sentence()));
			}
			this.stopSignal.pause(backoff);
			backoff = backoff.multipliedBy(2).compareTo(LONGEST) < 0 ? backoff.multipliedBy(2) : LONGEST;
		}
	}

	private void start(Run run) {
		try (ProcessSlot slot = ProcessSlot.take(this.green, run.plan())) {
			Job job = new WorkJob(this.repository, this.green, this.stopSignal, this.settings.statementTimeout())
				.job(run, slot);
			JobExecution execution = this.operator.start(job,
					new SlotExecutions(this.repository).next(job.getName(), run.plan(), slot));
			if (execution.getStatus() != BatchStatus.COMPLETED && execution.getStatus() != BatchStatus.STOPPED) {
				throw failure(execution);
			}
		}
		catch (JobExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** One that does not pass, if there is one; what the workers say, if they do. */
	private static RuntimeException failure(JobExecution execution) {
		List<Throwable> failures = new ArrayList<>();
		execution.getStepExecutions()
			.stream()
			.filter((step) -> !step.getStepName().endsWith(WorkJob.MANAGER))
			.forEach((worker) -> failures.addAll(worker.getFailureExceptions()));
		if (failures.isEmpty()) {
			failures.addAll(execution.getAllFailureExceptions());
		}
		Throwable failure = failures.stream()
			.filter((each) -> !passes(each))
			.findFirst()
			.or(() -> failures.stream().findFirst())
			.orElseGet(() -> new IllegalStateException("the job ended " + execution.getStatus()));
		return (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	/**
	 * An optimistic lock fails where somebody else recovered this execution, because its
	 * slot was lost: the claim was rolled back.
	 */
	private static boolean passes(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof OptimisticLockingFailureException) {
				return true;
			}
		}
		return ServerError.of(failure).isTransient();
	}

}
