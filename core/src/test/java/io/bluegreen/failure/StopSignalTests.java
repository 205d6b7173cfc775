package io.bluegreen.failure;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
@Timeout(20)
class StopSignalTests {

	private final StopSignal signal = new StopSignal();

	@Test
	void nothingEndsBeforeAStopIsRequested() {
		assertThat(this.signal.isRequested()).isFalse();
		assertThatCode(this.signal::check).doesNotThrowAnyException();
	}

	@Test
	void requestedStopEndsTheCommandSoThatItResumes() {
		this.signal.request();
		assertThatExceptionOfType(TryAgainException.class).isThrownBy(this.signal::check)
			.withMessageStartingWith("stopped on request");
	}

	@Test
	void pauseAfterARequestIsOverAtOnce() {
		this.signal.request();
		assertThat(this.signal.pause(Duration.ofDays(1))).isTrue();
	}

	@Test
	void pauseThatRunsOutIsNoRequest() {
		assertThat(this.signal.pause(Duration.ZERO)).isFalse();
	}

	@Test
	void interruptedPauseCountsAsARequestAndTheThreadStaysInterrupted() {
		Thread.currentThread().interrupt();
		assertThat(this.signal.pause(Duration.ofDays(1))).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

}
