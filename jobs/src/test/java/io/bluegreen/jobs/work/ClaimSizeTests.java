package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ClaimSizeTests {

	private static ClaimSize aimingAt(Duration target) {
		return new ClaimSize(target, 2);
	}

	@Test
	void firstClaimIsOneChunk() {
		assertThat(aimingAt(Duration.ofSeconds(5)).chunks()).isEqualTo(1);
	}

	@Test
	void nothingWasMeasuredBeforeTheFirstClaim() {
		assertThat(aimingAt(Duration.ofSeconds(5)).measuredAt()).isEqualTo(Instant.EPOCH);
	}

	@Test
	void claimTakesAsManyChunksAsFitIntoTheTarget() {
		ClaimSize size = aimingAt(Duration.ofMillis(500));
		size.measured(4, 0.5);
		assertThat(size.chunks()).isEqualTo(4);
	}

	@Test
	void claimIsNeverEmpty() {
		ClaimSize size = aimingAt(Duration.ofMillis(500));
		size.measured(1, 60);
		assertThat(size.chunks()).isEqualTo(1);
	}

	@Test
	void claimHasALimitHoweverFastChunksAre() {
		ClaimSize size = aimingAt(Duration.ofSeconds(60));
		size.measured(1, 0);
		assertThat(size.chunks()).isEqualTo(30);
	}

	@Test
	void oneSlowClaimCountsForLessThanHalf() {
		ClaimSize size = aimingAt(Duration.ofSeconds(13));
		size.measured(1, 1);
		size.measured(1, 2);
		assertThat(size.chunks()).isEqualTo(10);
	}

}
