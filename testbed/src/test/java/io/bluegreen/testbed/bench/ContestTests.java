package io.bluegreen.testbed.bench;

import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContestTests {

	private static final Callable<Double> UNUSED = () -> 0.0;

	@Test
	void theProgramIsHeldAgainstTheFastestOfItsFloors() {
		Measurements measured = new Measurements();
		measured.add("backfill/streaming", 6);
		measured.add("pipes", 5);
		measured.add("ordered pipes", 4);
		Contest contest = new Contest("backfill/streaming", 12, UNUSED, new Contender("pipes", UNUSED),
				new Contender("ordered pipes", UNUSED));

		assertThat(contest.timed(measured).json()).isEqualTo(
				"{\"case\": \"backfill/streaming\", \"seconds\": 6.000, \"rowsPerSecond\": 2, \"floor\": 4.000, \"ratio\": 1.500}");
	}

}
