package io.bluegreen.testbed.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ScheduleTests {

	private final AtomicLong clock = new AtomicLong(-5_000);

	/** 20 ms from one transaction to the next. */
	private final Schedule schedule = new Schedule(new Load(2, 100, 1), this.clock::get);

	private long millisToWait() {
		return TimeUnit.NANOSECONDS.toMillis(this.schedule.nanosToWait());
	}

	private void pass(long millis) {
		this.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	@Test
	void firstIsDueAtOnceAndTheNextAfterTheShareOfOneWriter() {
		assertThat(millisToWait()).isZero();
		pass(15);
		this.schedule.next();
		assertThat(millisToWait()).isEqualTo(5);
		this.schedule.next();
		assertThat(millisToWait()).isEqualTo(25);
	}

	@Test
	void lateTransactionDoesNotPutOffThoseAfterIt() {
		pass(30);
		this.schedule.next();
		assertThat(millisToWait()).isZero();
		this.schedule.next();
		assertThat(millisToWait()).isEqualTo(10);
	}

	@Test
	void minuteThatWasLostIsMadeUpForByItsLastSecond() {
		pass(60_000);
		int burst = 0;
		for (this.schedule.next(); this.schedule.nanosToWait() == 0; this.schedule.next()) {
			burst++;
		}
		assertThat(burst).isEqualTo(51);
	}

}
