package io.bluegreen.bench;

import java.util.concurrent.Callable;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class CaseTests {

	private static final Callable<Double> UNUSED = () -> 0.0;

	@Test
	void theProgramIsHeldAgainstTheFastestOfItsFloors() {
		Measurements measured = new Measurements();
		measured.add("backfill/streaming", 6);
		measured.add("pipes", 5);
		measured.add("ordered pipes", 4);
		Case measuredCase = new Case("backfill/streaming", 12, UNUSED, new Candidate("pipes", UNUSED),
				new Candidate("ordered pipes", UNUSED));

		assertThat(measuredCase.timed(measured).json()).isEqualTo(
				"{\"case\": \"backfill/streaming\", \"seconds\": 6.000, \"rowsPerSecond\": 2, \"floor\": 4.000, \"ratio\": 1.500}");
	}

	@Test
	void targetsSayWhetherTheyAreMet() {
		Measurements measured = new Measurements();
		measured.add("verify", 6);
		measured.add("floor of verify", 5);
		measured.add("full-join", 4);
		Case measuredCase = new Case("verify", 0, UNUSED, new Candidate("floor of verify", UNUSED)).reaching(
				Target.floors(1.2), Target.fasterThan("full-join"), Target.seconds(6.5),
				Target.fasterThan("something that did not run"));

		TimedCase timed = measuredCase.timed(measured);

		assertThat(timed.json()).endsWith("""
				"ratio": 1.200, "targets": [{"of": "floor", "value": 1.200, "most": 1.200, "met": true}, \
				{"of": "full-join", "value": 1.500, "most": 1.000, "met": false}, \
				{"of": "seconds", "value": 6.000, "most": 6.500, "met": true}]}""");
		assertThat(timed.text())
			.endsWith("1.200  1.20 of 1.20 floor met; 1.50 of 1.00 full-join missed; 6.00 of 6.50 seconds met");
	}

}
