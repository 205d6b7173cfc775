package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;

import io.bluegreen.jobs.database.Side;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.settings.BluegreenSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Runs a plan's job until no chunk is unfinished: a connection that was lost, a seat that
 * was lost, or a dead predecessor's execution are recovered and started again, as long as
 * that helps.
 */
public class Supervisor {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private final JobRepository repository;

	private final JobOperator operator;

	private final Side green;

	private final Drain drain;

	private final BluegreenSettings settings;

	public Supervisor(JobRepository repository, JobOperator operator, Side green, Drain drain,
			BluegreenSettings settings) {
		this.repository = repository;
		this.operator = operator;
		this.green = green;
		this.drain = drain;
		this.settings = settings;
	}

	/**
	 * Works on a plan, beside other processes that do the same, until none of its chunks
	 * is pending.
	 * @throws io.bluegreen.jobs.TryAgainException if a stop was requested
	 * @throws RuntimeException the cause, if it is none that passes, or did not pass
	 * within {@code retry-for}
	 */
	public void run(Plan plan, ChunkWork work) {
		Instant lastProgress = Instant.now();
		Duration backoff = Duration.ofMillis(200);
		while (true) {
			this.drain.check();
			try {
				long before = done(plan);
				Throwable failure = attempt(plan, work);
				if (failure == null) {
					this.drain.check();
					return;
				}
				if (!ServerError.of(failure).isPassing() && !isLockingFailure(failure)) {
					throw failure;
				}
				logger.warn("{} of {}: {}; trying again", plan.kind(), plan.table(),
						ServerError.of(failure).sentence());
				if (done(plan) > before) {
					lastProgress = Instant.now();
					backoff = Duration.ofMillis(200);
				}
			}
			catch (RuntimeException ex) {
				if (!ServerError.of(ex).isPassing()
						|| Instant.now().isAfter(lastProgress.plus(this.settings.retryFor()))) {
					throw ex;
				}
				logger.warn("{} of {}: no connection ({}); trying again", plan.kind(), plan.table(),
						ServerError.of(ex).sentence());
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
			this.drain.pause(backoff);
			backoff = backoff.multipliedBy(2).compareTo(Duration.ofSeconds(10)) < 0 ? backoff.multipliedBy(2)
					: Duration.ofSeconds(10);
		}
	}

	private @org.jspecify.annotations.Nullable Throwable attempt(Plan plan, ChunkWork work) throws Exception {
		try (Seat seat = Seat.take(this.green, plan)) {
			Job job = new WorkJob(this.repository, this.green, this.drain).job(plan, seat, work,
					this.settings.workers(), this.settings.chunkTarget());
			JobExecution execution = this.operator.start(job,
					new SeatExecutions(this.repository, this.operator).next(job.getName(), plan, seat));
			if (execution.getStatus() == BatchStatus.COMPLETED || execution.getStatus() == BatchStatus.STOPPED) {
				return null;
			}
			return execution.getStepExecutions()
				.stream()
				.map(StepExecution::getFailureExceptions)
				.flatMap(java.util.List::stream)
				.filter((failure) -> !ServerError.of(failure).sqlState().isEmpty())
				.findFirst()
				.or(() -> execution.getAllFailureExceptions().stream().findFirst())
				.orElseGet(() -> new IllegalStateException("the job ended " + execution.getStatus()));
		}
	}

	private long done(Plan plan) {
		return this.green.in(() -> new Ledger(this.green).progress(plan).done());
	}

	/**
	 * Somebody recovered this execution because its seat was lost: the claim was rolled
	 * back.
	 */
	private static boolean isLockingFailure(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof org.springframework.dao.OptimisticLockingFailureException) {
				return true;
			}
		}
		return false;
	}

}
