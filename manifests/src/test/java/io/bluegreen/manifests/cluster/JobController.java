package io.bluegreen.manifests.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Keeps as many pods as a Job wants until it is complete or has failed. Backoff is noted,
 * not waited for; deadlines and schedules are not played.
 */
final class JobController {

	private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);

	private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(6);

	private final JsonNode spec;

	private final boolean indexed;

	private final PodFailurePolicy policy;

	private final int mostFailures;

	private final Pod.Starter starter;

	private final Map<Integer, Pod> running = new HashMap<>();

	private final Map<Integer, Integer> failures = new HashMap<>();

	private final Set<Integer> failed = new HashSet<>();

	private final List<JobEnd.Try> tries = new ArrayList<>();

	private int next;

	private JobController(JsonNode spec, Pod.Starter starter) {
		this.spec = spec;
		this.indexed = spec.path("completionMode").asText().equals("Indexed");
		this.policy = new PodFailurePolicy(spec.at("/podFailurePolicy/rules"));
		this.mostFailures = spec.path(this.indexed ? "backoffLimitPerIndex" : "backoffLimit").asInt();
		this.starter = starter;
	}

	/**
	 * Runs a Job to its end.
	 * @param spec of the Job; not indexed, it has one pod
	 */
	static JobEnd run(JsonNode spec, Pod.Starter starter) {
		return new JobController(spec, starter).run();
	}

	private JobEnd run() {
		try {
			fill();
			while (!this.running.isEmpty()) {
				int index = awaitAny();
				PodEnd end = Objects.requireNonNull(this.running.remove(index)).end().join();
				if (take(index, end) == PodFailurePolicy.Action.FAIL_JOB) {
					return new JobEnd("PodFailurePolicy", this.tries);
				}
				fill();
			}
			String reason = this.indexed ? "FailedIndexes" : "BackoffLimitExceeded";
			return new JobEnd(this.failed.isEmpty() ? "Complete" : reason, this.tries);
		}
		finally {
			this.running.values().forEach(Pod::delete);
		}
	}

	/** Takes up indexes that have had no pod yet, lowest first. */
	private void fill() {
		while (this.running.size() < this.spec.path("parallelism").asInt()
				&& this.next < this.spec.path("completions").asInt()) {
			start(this.next++);
		}
	}

	private void start(int index) {
		this.running.put(index, this.starter.start(index));
	}

	/** The index of a pod that is over. */
	private int awaitAny() {
		CompletableFuture.anyOf(this.running.values().stream().map(Pod::end).toArray(CompletableFuture[]::new)).join();
		return this.running.keySet()
			.stream()
			.filter((index) -> Objects.requireNonNull(this.running.get(index)).end().isDone())
			.findFirst()
			.orElseThrow();
	}

	private PodFailurePolicy.Action take(int index, PodEnd end) {
		if (end.exitCode() == 0) {
			this.tries.add(new JobEnd.Try(index, end, "Succeeded", Duration.ZERO));
			return PodFailurePolicy.Action.IGNORE;
		}
		PodFailurePolicy.Action action = this.policy.decide(end);
		Duration backoff = Duration.ZERO;
		if (action == PodFailurePolicy.Action.COUNT) {
			int count = this.failures.merge(index, 1, Integer::sum);
			backoff = backoff(count);
			if (count > this.mostFailures) {
				action = PodFailurePolicy.Action.FAIL_INDEX;
			}
		}
		this.tries.add(new JobEnd.Try(index, end, action.name(), backoff));
		switch (action) {
			case IGNORE, COUNT -> start(index);
			case FAIL_INDEX, FAIL_JOB -> this.failed.add(index);
		}
		return action;
	}

	/** Twice as long after each failure. */
	private static Duration backoff(int failures) {
		Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
		return (backoff.compareTo(LONGEST_BACKOFF) > 0) ? LONGEST_BACKOFF : backoff;
	}

}
