package io.bluegreen.manifests.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each end of a pod comes to, by the rules that the manifests have.
 */
class JobControllerTests {

	private static final PodEnd DONE = new PodEnd(0, false, "");

	private final List<Integer> deleted = new ArrayList<>();

	private record Fake(CompletableFuture<PodEnd> end, Runnable atDelete) implements Pod {

		@Override
		public void delete() {
			this.atDelete.run();
		}

	}

	/** Pods of index 0 end like this, one after the other; all others are done. */
	private JobEnd run(JsonNode job, PodEnd... ends) {
		Deque<PodEnd> left = new ArrayDeque<>(Arrays.asList(ends));
		return JobController.run(job, (index) -> {
			PodEnd end = (index == 0) ? left.remove() : DONE;
			return new Fake(CompletableFuture.completedFuture(end), () -> this.deleted.add(index));
		});
	}

	private static PodEnd[] times(int count, PodEnd end) {
		PodEnd[] ends = new PodEnd[count + 1];
		Arrays.fill(ends, end);
		ends[count] = DONE;
		return ends;
	}

	@ParameterizedTest
	@CsvSource({ "verify, 1, 4, BackoffLimitExceeded", "verify, 75, 4, BackoffLimitExceeded",
			"verify, 2, 1, PodFailurePolicy", "verify, 3, 1, PodFailurePolicy", "verify, 4, 1, PodFailurePolicy",
			"backfill, 137, 7, FailedIndexes", "backfill, 2, 1, PodFailurePolicy", "backfill, 3, 1, FailedIndexes",
			"backfill, 4, 1, FailedIndexes" })
	void whatNoRetryHelpsGetsNone(String job, int exitCode, int tries, String condition) {
		JobEnd end = run(JobSpecs.job(job), times(20, new PodEnd(exitCode, false, "")));
		assertThat(end.condition()).isEqualTo(condition);
		assertThat(end.tries().stream().filter((pod) -> pod.end().exitCode() == exitCode)).hasSize(tries);
	}

	@ParameterizedTest
	@CsvSource({ "143", "137", "75", "2", "3" })
	void evictionCostsNoTryWhateverTheExitCode(int exitCode) {
		JobEnd end = run(JobSpecs.job("backfill"), times(20, new PodEnd(exitCode, true, "")));
		assertThat(end.condition()).isEqualTo("Complete");
		assertThat(end.tries()).hasSize(20 + JobSpecs.job("backfill").path("completions").asInt())
			.allSatisfy((pod) -> assertThat(pod.backoff()).isZero());
	}

	@Test
	void backoffDoublesAndTheLastTryMayBeTheOne() {
		JobEnd end = run(JobSpecs.job("backfill"), times(6, new PodEnd(1, false, "")));
		assertThat(end.condition()).isEqualTo("Complete");
		assertThat(end.tries()).extracting(JobEnd.Try::backoff)
			.contains(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(320));
	}

	@Test
	void failedJobEndsItsOtherPods() {
		JobEnd end = JobController.run(JobSpecs.job("backfill"), (index) -> new Fake(
				(index == 1) ? CompletableFuture.completedFuture(new PodEnd(2, false, "")) : new CompletableFuture<>(),
				() -> this.deleted.add(index)));
		assertThat(end.condition()).isEqualTo("PodFailurePolicy");
		assertThat(this.deleted).containsExactlyInAnyOrder(0, 2);
	}

}
