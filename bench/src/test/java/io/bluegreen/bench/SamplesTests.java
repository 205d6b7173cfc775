package io.bluegreen.bench;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.bench.measured.Samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@Tag("fast")
class SamplesTests {

	@Test
	void theMedianIsTheMiddleOne() {
		assertThat(Samples.of(9, 1, 2).median()).isEqualTo(2);
	}

	@Test
	void ofTwoMiddleOnesTheMedianIsBetweenThem() {
		assertThat(Samples.of(4, 1, 9, 2).median()).isEqualTo(3);
	}

	@Test
	void aRoundThatWasSlowAsAWholeDoesNotCount() {
		TimedCase slowed = new TimedCase("backfill", Samples.of(11, 110, 12), 100, List.of(Samples.of(10, 100, 10)),
				List.of());

		assertThat(slowed.ratio()).hasValueSatisfying((ratio) -> assertThat(ratio).isCloseTo(1.1, within(1e-9)));
	}

	@Test
	void theFastestFloorCounts() {
		TimedCase twoFloors = new TimedCase("backfill", Samples.of(12), 100,
				List.of(Samples.of(11), Samples.of(10), Samples.of(20)), List.of());

		assertThat(twoFloors.ratio()).contains(1.2);
	}

}
