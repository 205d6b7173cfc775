package io.bluegreen.payments.read;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.dualwrite.Release;
import io.bluegreen.dualwrite.Stage;
import io.bluegreen.payments.read.ShadowReads.Compared;
import io.bluegreen.payments.read.ShadowReads.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of two looks at a payment.
 */
@Tag("fast")
class ShadowReadsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	/** What each look at a payment finds. */
	private final Map<Long, List<Result>> looks = Map.of(1L, List.of(Result.MATCH), 2L, List.of(Result.ERROR), 3L,
			List.of(Result.MISMATCH, Result.MATCH), 4L, List.of(Result.MISMATCH, Result.MISMATCH), 5L,
			List.of(Result.MISSING, Result.IN_FLIGHT), 6L, List.of(Result.IN_FLIGHT, Result.MISSING), 7L,
			List.of(Result.MISSING, Result.ERROR));

	private ShadowReads shadow(Stage stage, Map<Long, Queue<Result>> left) {
		return new ShadowReads((id) -> Compared.of(Objects.requireNonNull(left.get(id)).remove()), this.registry,
				new Release(stage, "green", 0), 1);
	}

	private double counted(Result result) {
		return this.registry.get("shadow.read").tag("result", result.name().toLowerCase(Locale.ROOT)).counter().count();
	}

	private double counted() {
		return this.registry.get("shadow.read").counters().stream().mapToDouble((counter) -> counter.count()).sum();
	}

	@Test
	void differenceIsLookedAtAgainAndCountedAsItIsThen() {
		Map<Long, Queue<Result>> left = this.looks.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (look) -> new ArrayDeque<>(look.getValue())));
		ShadowReads shadow = shadow(Stage.DUAL, left);
		this.looks.keySet().forEach(shadow::read);
		Awaitility.await().until(() -> counted() == this.looks.size());
		assertThat(left.values()).allMatch(Queue::isEmpty);
		assertThat(counted(Result.MATCH)).isEqualTo(2);
		assertThat(counted(Result.MISMATCH)).isEqualTo(1);
		assertThat(counted(Result.MISSING)).isEqualTo(1);
		assertThat(counted(Result.IN_FLIGHT)).isEqualTo(1);
		assertThat(counted(Result.ERROR)).isEqualTo(2);
		shadow.destroy();
	}

}
