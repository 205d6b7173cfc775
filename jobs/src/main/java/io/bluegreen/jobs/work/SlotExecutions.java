package io.bluegreen.jobs.work;

import java.time.LocalDateTime;
import java.time.ZoneId;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

import io.bluegreen.jobs.ledger.Plan;

/**
 * The executions of one slot. Who holds the slot's lock knows that whatever execution is
 * still marked as running there belongs to a process that is dead or has lost its slot.
 */
class SlotExecutions {

	private final JobRepository repository;

	SlotExecutions(JobRepository repository) {
		this.repository = repository;
	}

	/**
	 * The parameters of the job instance to start: the first round that is not completed.
	 * What a dead holder left is made restartable.
	 */
	JobParameters next(String jobName, Plan plan, ProcessSlot slot) {
		for (long round = 1;; round++) {
			JobParameters parameters = new JobParametersBuilder().addLong("plan", plan.id())
				.addLong("slot", (long) slot.number())
				.addLong("round", round)
				.toJobParameters();
			JobInstance instance = this.repository.getJobInstance(jobName, parameters);
			if (instance == null) {
				return parameters;
			}
			JobExecution last = this.repository.getLastJobExecution(instance);
			// An instance without an execution was killed between the two, and the
			// framework refuses it for good.
			if (last != null && last.getStatus() != BatchStatus.COMPLETED) {
				recover(last);
				return parameters;
			}
		}
	}

	/**
	 * The ledger, not a status, knows what was committed: running means killed, unknown
	 * means that the connection was lost in a commit, which the framework would never
	 * start again. The new version of the rows makes a zombie's next commit fail.
	 */
	private void recover(JobExecution execution) {
		LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
		for (StepExecution step : execution.getStepExecutions()) {
			if (isLeft(step.getStatus())) {
				step.setStatus(BatchStatus.FAILED);
				step.setExitStatus(ExitStatus.FAILED);
				step.setEndTime(now);
				this.repository.update(step);
			}
		}
		if (isLeft(execution.getStatus())) {
			execution.setStatus(BatchStatus.FAILED);
			execution.setExitStatus(ExitStatus.FAILED);
			execution.setEndTime(now);
			this.repository.update(execution);
		}
	}

	private static boolean isLeft(BatchStatus status) {
		return status.isRunning() || status == BatchStatus.UNKNOWN;
	}

}
