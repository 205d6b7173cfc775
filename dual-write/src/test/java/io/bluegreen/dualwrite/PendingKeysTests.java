package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PendingKeysTests {

	private static final RowKey ONE = RowKey.of("payments", 1);

	private static final RowKey TWO = RowKey.of("payments", 2);

	private static final RowKey EVENT = RowKey.of("payment_events", 1, 1);

	private final PendingKeys keys = new PendingKeys(3, Duration.ZERO);

	@Test
	void keyWaitsOnceHoweverOftenItIsChanged() throws InterruptedException {
		assertThat(List.of(this.keys.offer(ONE), this.keys.offer(TWO), this.keys.offer(ONE))).containsOnly(true);
		assertThat(this.keys.size()).isEqualTo(2);
		assertThat(this.keys.take(10)).containsOnlyKeys(ONE, TWO);
	}

	@Test
	void keysOfOneTableAreTakenTogetherOldestFirst() throws InterruptedException {
		this.keys.offer(ONE);
		this.keys.offer(EVENT);
		this.keys.offer(TWO);
		assertThat(this.keys.take(10)).containsOnlyKeys(ONE, TWO);
		assertThat(this.keys.take(10)).containsOnlyKeys(EVENT);
	}

	@Test
	void keyThatChangesWhileItIsAppliedWaitsAgainUntilThatApplyHasEnded() throws InterruptedException {
		this.keys.offer(ONE);
		Map<RowKey, Long> first = this.keys.take(10);
		this.keys.offer(ONE);
		this.keys.offer(TWO);
		assertThat(this.keys.take(10)).containsOnlyKeys(TWO);
		assertThat(this.keys.done(List.of(ONE), first)).containsExactly(ONE);
		assertThat(this.keys.contains(ONE)).isTrue();
		Map<RowKey, Long> second = this.keys.take(10);
		assertThat(this.keys.done(List.of(ONE), first)).isEmpty();
		assertThat(this.keys.done(List.of(ONE), second)).containsExactly(ONE);
		assertThat(this.keys.contains(ONE)).isFalse();
	}

	@Test
	void childIsNotTakenBeforeItsParentIsSettled() throws InterruptedException {
		this.keys.offer(ONE);
		this.keys.offer(EVENT, ONE);
		Map<RowKey, Long> parent = this.keys.take(10);
		this.keys.offer(ONE);
		this.keys.offer(TWO, EVENT);
		this.keys.close();
		Thread worker = new Thread(() -> this.keys.done(List.of(ONE), parent));
		worker.start();
		assertThat(this.keys.take(1)).as("the parent's next change waits for nobody's child").containsOnlyKeys(EVENT);
		assertThat(this.keys.take(10)).as("what came after the child waits for it").containsOnlyKeys(ONE);
		worker.join();
	}

	@Test
	void fullQueueTakesOnlyWhatWaitsAlready() {
		this.keys.offer(ONE);
		this.keys.offer(TWO);
		this.keys.offer(EVENT);
		assertThat(this.keys.offer(RowKey.of("payments", 3))).isFalse();
		assertThat(this.keys.offer(ONE)).isTrue();
	}

	@Test
	void whoeverAwaitsAKeyIsTold() throws InterruptedException {
		this.keys.offer(ONE);
		assertThat(this.keys.await(ONE, Duration.ofMillis(1))).isFalse();
		Map<RowKey, Long> taken = this.keys.take(10);
		Thread worker = new Thread(() -> this.keys.done(List.of(ONE), taken));
		worker.start();
		assertThat(this.keys.await(ONE, Duration.ofMinutes(1))).isTrue();
		worker.join();
	}

	@Test
	void keysWaitForOthersUntilTheBatchIsFull() throws InterruptedException {
		PendingKeys gathered = new PendingKeys(10, Duration.ofHours(1));
		gathered.offer(ONE);
		Thread writer = new Thread(() -> gathered.offer(TWO));
		writer.start();
		assertThat(gathered.take(2)).containsOnlyKeys(ONE, TWO);
		writer.join();
	}

	@Test
	void keyThatSomebodyAwaitsWaitsForNoOthers() throws InterruptedException {
		PendingKeys gathered = new PendingKeys(10, Duration.ofHours(1));
		gathered.offer(ONE);
		Thread worker = new Thread(() -> {
			try {
				Map<RowKey, Long> taken = gathered.take(10);
				gathered.done(List.of(ONE), taken);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		worker.start();
		assertThat(gathered.await(ONE, Duration.ofMinutes(1))).isTrue();
		worker.join();
	}

	@Test
	void closedQueueGathersNoMore() throws InterruptedException {
		PendingKeys gathered = new PendingKeys(10, Duration.ofHours(1));
		gathered.offer(ONE);
		gathered.close();
		assertThat(gathered.take(10)).containsOnlyKeys(ONE);
	}

	@Test
	void closedQueueIsWorkedOffAndEndsItsWorkers() throws InterruptedException {
		this.keys.offer(ONE);
		this.keys.close();
		assertThat(this.keys.offer(TWO)).isFalse();
		assertThat(this.keys.take(10)).containsOnlyKeys(ONE);
		assertThat(this.keys.take(10)).isEmpty();
		assertThat(this.keys.abandon()).containsExactly(ONE);
	}

}
