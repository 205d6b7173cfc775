package io.bluegreen.jobs.knobs;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class KnobTests {

	@ParameterizedTest
	@CsvSource({ "max-rows-per-second=1, MAX_ROWS_PER_SECOND, 1", "workers=64, WORKERS, 64",
			"chunk-target=2s, CHUNK_TARGET, 2000", "chunk-target=60s, CHUNK_TARGET, 60000" })
	void knobTakesItsValue(String text, Knob knob, int value) {
		assertThat(Knob.parse(text)).isEqualTo(new Knob.Setting(knob, value));
	}

	@Test
	void noneTakesAKnobBack() {
		assertThat(Knob.parse("workers=none")).isEqualTo(new Knob.Setting(Knob.WORKERS, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-rows-per-second=0", "max-rows-per-second=", "max-rows-per-second", "workers=65",
			"workers=two", "workers=99999999999", "chunk-target=5", "chunk-target=61s", "chunk-target=0s",
			"chunk-target=soon" })
	void senselessValueIsRefusedWithTheRange(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Knob.parse(text))
			.withMessageMatching(".+ makes no sense, " + text.replaceFirst("=.*", "") + " takes .+, or none");
	}

	@Test
	void whatIsNoKnobIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Knob.parse("speed=3"))
			.withMessage("speed is no knob: there are max-rows-per-second, workers, chunk-target");
	}

	@Test
	void wordsTellWhatDiffersFromHowAProcessWasStarted() {
		assertThat(new Knobs(null, null, null, null).words()).isEmpty();
		assertThat(new Knobs("2026-01-02 03:04:05", 500, 1, Duration.ofSeconds(1)).words()).isEqualTo(
				"paused since 2026-01-02 03:04:05 UTC, at most 500 rows/s, at most 1 workers of a process, chunk-target 1000ms");
	}

}
