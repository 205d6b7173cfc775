package io.bluegreen.jobs.work;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.ledger.Planner;
import io.bluegreen.session.Side;

/**
 * The one shape of job that all chunk work has: a partitioned step, one partition a
 * worker, whose item is a claim on the ledger. Rows, ledger and step metadata commit in
 * one transaction of Green.
 */
class WorkJob {

	/** Ends the name of the step that only waits for the workers. */
	static final String MANAGER = ":workers";

	private final JobRepository repository;

	private final Side green;

	private final StopSignal stopSignal;

	private final Duration stuckAfter;

	/**
	 * Work that waits so long for others' chunks before it ends the sessions that hold
	 * them.
	 */
	WorkJob(JobRepository repository, Side green, StopSignal stopSignal, Duration stuckAfter) {
		this.stuckAfter = stuckAfter;
		this.repository = repository;
		this.green = green;
		this.stopSignal = stopSignal;
	}

	Job job(Run run, ProcessSlot slot) {
		String name = run.plan().kind().name().toLowerCase(Locale.ROOT);
		int workers = run.size().workers();
		Step manager = new StepBuilder(name + MANAGER, this.repository).partitioner(name, partitions(workers))
			.step(worker(name, run, slot))
			.gridSize(workers)
			.taskExecutor(new SimpleAsyncTaskExecutor(name + "-"))
			.allowStartIfComplete(true)
			.build();
		return new JobBuilder(name, this.repository).start(manager).build();
	}

	private Step worker(String name, Run run, ProcessSlot slot) {
		PlanWatch watch = new PlanWatch(this.green, run, slot);
		Throttle throttle = new Throttle(this.stopSignal, run.listener(), slot, watch);
		return new StepBuilder(name, this.repository).<Claim, Claim>chunk(1)
			.transactionManager(this.green.transactions())
			.reader(new ClaimReader(this.green, run, slot, watch,
					new StuckSessions(this.green, run.plan(), this.stuckAfter)))
			.writer(new ClaimWriter(this.green, run, new Planner(this.stopSignal), slot, throttle))
			.interruptionPolicy(throttle)
			.listener((StepExecutionListener) throttle)
			.allowStartIfComplete(true)
			.build();
	}

	/** Names that are the same after a restart. */
	private static Partitioner partitions(int workers) {
		return (gridSize) -> {
			Map<String, ExecutionContext> partitions = new HashMap<>();
			for (int worker = 0; worker < workers; worker++) {
				partitions.put("worker" + worker, new ExecutionContext());
			}
			return partitions;
		};
	}

}
