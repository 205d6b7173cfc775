package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.failure.ServerError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the writer makes of each outcome.
 */
@Tag("fast")
class WriterTests {

	private static final ApplyOutcome APPLIED = new ApplyOutcome.Applied(new ApplyCount(1, 1, 0));

	private static final ApplyOutcome CHECK = new ApplyOutcome.Rejected(
			ServerError.of("23514", "payments_status_check", "green.payments"));

	private static final ApplyOutcome LOCKED = new ApplyOutcome.Failed(ServerError.of("55P03", "", ""));

	private static final ApplyOutcome DOWN = new ApplyOutcome.Failed(ServerError.of("08006", "", ""));

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final List<List<String>> tries = Collections.synchronizedList(new ArrayList<>());

	private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

	private @Nullable Writer writer;

	private PendingKeys keys = new PendingKeys(1000, Duration.ZERO);

	/** Queues the keys, then begins: the first batch has all. */
	private Writer writer(Writer.Target target, Duration retryFor, Duration drainFor, String... keys) {
		DualWriteMeters meters = new DualWriteMeters(this.registry, "green");
		meters.show(this.keys, List.of("payments"));
		Writer made = new Writer((table, batch) -> {
			List<String> names = batch.stream().map((key) -> key.get(0)).toList();
			this.tries.add(names);
			ApplyOutcome outcome = target.apply(table, batch);
			if (outcome == APPLIED) {
				this.arrived.addAll(names);
			}
			return outcome;
		}, this.keys, meters, new DualWriteProperties.Tuning(1, 1000, 50, Duration.ZERO, retryFor, drainFor,
				Duration.ofMillis(1), Duration.ofSeconds(1)));
		this.writer = made;
		List.of(keys).forEach((key) -> made.offer(RowKey.of("payments", key)));
		made.start();
		return made;
	}

	private double failures(String type) {
		return this.registry.get("dual_write.failure")
			.tags("table", "payments", "error_type", type, "version", "green")
			.counter()
			.count();
	}

	private void awaitIdle() {
		Awaitility.await().until(() -> this.keys.size() == 0);
	}

	@AfterEach
	void end() {
		if (this.writer != null) {
			this.writer.drain();
		}
	}

	@Test
	void batchThatIsRejectedIsHalvedDownToTheKeyToBlame() {
		writer((table, batch) -> batch.contains(List.of("5")) ? CHECK : APPLIED, Duration.ofMinutes(1),
				Duration.ofMinutes(1), "1", "2", "3", "4", "5", "6", "7", "8");
		awaitIdle();
		assertThat(this.arrived).containsExactlyInAnyOrder("1", "2", "3", "4", "6", "7", "8");
		assertThat(failures("constraint")).isEqualTo(1);
		assertThat(this.registry.get("dual_write.applied").counter().count()).isEqualTo(7);
		assertThat(this.registry.get("dual_write.latency").timer().count()).isEqualTo(7);
	}

	@Test
	void rowThatSomebodyHoldsKeepsNoOtherBack() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		writer((table, batch) -> (released.getCount() > 0 && batch.contains(List.of("2"))) ? LOCKED : APPLIED,
				Duration.ofMinutes(10), Duration.ofMinutes(1), "1", "2", "3", "4");
		Awaitility.await().until(() -> this.arrived.size() == 3);
		assertThat(this.arrived).doesNotContain("2");
		released.countDown();
		awaitIdle();
		assertThat(this.arrived).containsExactlyInAnyOrder("1", "2", "3", "4");
		assertThat(failures("lock")).isZero();
	}

	@Test
	void serverThatIsDownIsTriedAgainForAMomentAndThenCounted() {
		writer((table, batch) -> DOWN, Duration.ofMillis(60), Duration.ofMinutes(1), "1", "2");
		awaitIdle();
		assertThat(this.tries).hasSizeGreaterThan(1).allMatch((batch) -> batch.size() == 2);
		assertThat(failures("connection")).isEqualTo(2);
		assertThat(this.registry.get("dual_write.retry").counter().count()).isEqualTo(this.tries.size() - 1);
	}

	@Test
	void refusalIsCountedAndNotTriedAgain() {
		writer((table, batch) -> new ApplyOutcome.Refused("Green has authority"), Duration.ofMinutes(10),
				Duration.ofMinutes(1), "1", "2", "3");
		awaitIdle();
		assertThat(this.tries).hasSize(1);
		assertThat(failures("refused")).isEqualTo(3);
	}

	@Test
	void keyThatComesBeforeTheBackfillIsDoneWithAndNoFailure() {
		writer((table, batch) -> new ApplyOutcome.TooEarly("no backfill was planned"), Duration.ofMinutes(10),
				Duration.ofMinutes(1), "1", "2", "3");
		awaitIdle();
		assertThat(this.tries).hasSize(1);
		assertThat(this.registry.get("dual_write.failure").counters()).allMatch((counter) -> counter.count() == 0);
		assertThat(this.registry.get("dual_write.applied").counter().count()).isZero();
	}

	@Test
	void workerOutlivesWhatItsTargetThrows() {
		Writer begun = writer((table, batch) -> {
			if (batch.contains(List.of("1"))) {
				throw new IllegalStateException("a defect");
			}
			return APPLIED;
		}, Duration.ofMinutes(10), Duration.ofMinutes(1), "1");
		awaitIdle();
		begun.offer(RowKey.of("payments", "2"));
		awaitIdle();
		assertThat(this.arrived).containsExactly("2");
		assertThat(failures("other")).isEqualTo(1);
	}

	@Test
	void fullQueueIsAFailureAndNoWait() {
		this.keys = new PendingKeys(1, Duration.ZERO);
		CountDownLatch released = new CountDownLatch(1);
		Writer begun = writer((table, batch) -> await(released), Duration.ofMinutes(10), Duration.ofMinutes(1), "1");
		Awaitility.await().until(() -> !this.tries.isEmpty());
		begun.offer(RowKey.of("payments", "2"));
		begun.offer(RowKey.of("payments", "3"));
		assertThat(failures("queue_full")).isEqualTo(1);
		assertThat(this.registry.get("dual_write.queue.depth").gauge().value()).isEqualTo(2);
		assertThat(this.registry.get("dual_write.queue.age").gauge().value()).isPositive();
		released.countDown();
		awaitIdle();
		assertThat(this.arrived).containsExactly("1", "2");
	}

	@Test
	void endWorksOffWhatIsQueued() {
		CountDownLatch released = new CountDownLatch(1);
		Writer begun = writer((table, batch) -> await(released), Duration.ofMinutes(10), Duration.ofMinutes(1), "1");
		Awaitility.await().until(() -> !this.tries.isEmpty());
		begun.offer(RowKey.of("payments", "2"));
		released.countDown();
		begun.drain();
		assertThat(this.arrived).containsExactly("1", "2");
	}

	@Test
	void endIsBoundedAndCountsWhatIsLeft() {
		CountDownLatch never = new CountDownLatch(1);
		Writer begun = writer((table, batch) -> await(never), Duration.ofMinutes(10), Duration.ofMillis(20), "1");
		Awaitility.await().until(() -> !this.tries.isEmpty());
		begun.offer(RowKey.of("payments", "2"));
		begun.drain();
		assertThat(failures("other")).isEqualTo(2);
		begun.offer(RowKey.of("payments", "3"));
		assertThat(failures("other")).isEqualTo(3);
		assertThat(failures("queue_full")).isZero();
	}

	@Test
	void endDoesNotWaitForWhatIsTriedAgain() {
		Writer begun = writer((table, batch) -> DOWN, Duration.ofDays(1), Duration.ofDays(1), "1");
		Awaitility.await().until(() -> !this.tries.isEmpty());
		begun.drain();
		assertThat(failures("connection")).isEqualTo(1);
	}

	private static ApplyOutcome await(CountDownLatch latch) {
		try {
			latch.await();
			return APPLIED;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return DOWN;
		}
	}

}
