package io.bluegreen.failure;

import java.util.function.Supplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class DeadlockRetryTests {

	private int times;

	private Supplier<Integer> failing(int failures, String sqlState) {
		return () -> {
			this.times++;
			if (this.times <= failures) {
				throw Errors.thrown(sqlState);
			}
			return this.times;
		};
	}

	@Test
	void deadlockIsTriedAgainUntilItSucceeds() {
		assertThat(DeadlockRetry.retried(failing(4, "40P01"))).isEqualTo(5);
	}

	@Test
	void fifthDeadlockInARowIsTheLast() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> DeadlockRetry.retried(failing(5, "40P01")));
		assertThat(this.times).isEqualTo(5);
	}

	@Test
	void otherFailureIsNotTriedAgain() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> DeadlockRetry.retried(failing(1, "55P03")));
		assertThat(this.times).isEqualTo(1);
	}

}
