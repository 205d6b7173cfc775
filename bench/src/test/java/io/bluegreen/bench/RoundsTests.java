package io.bluegreen.bench;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RoundsTests {

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant AFTER_FIVE_MINUTES = BEGIN.plusSeconds(300);

	@Test
	void noRoundBeginsThatWouldNotBeOverInTenMinutes() {
		Rounds rounds = Rounds.inTime(BEGIN);

		assertThat(rounds.goOn(1, Duration.ofSeconds(200), AFTER_FIVE_MINUTES)).isTrue();
		assertThat(rounds.goOn(1, Duration.ofSeconds(230), AFTER_FIVE_MINUTES)).isFalse();
	}

	@Test
	void threeAreEnough() {
		Rounds rounds = Rounds.inTime(BEGIN);

		assertThat(rounds.goOn(2, Duration.ofSeconds(1), AFTER_FIVE_MINUTES)).isTrue();
		assertThat(rounds.goOn(3, Duration.ofSeconds(1), AFTER_FIVE_MINUTES)).isFalse();
	}

	@Test
	void asManyAsWereAskedForHaveAllTheTimeOfTheWorld() {
		Rounds rounds = Rounds.exactly(5);

		assertThat(rounds.goOn(4, Duration.ofDays(1), AFTER_FIVE_MINUTES)).isTrue();
		assertThat(rounds.goOn(5, Duration.ofDays(1), AFTER_FIVE_MINUTES)).isFalse();
	}

}
