package io.bluegreen.bench;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.bench.measured.Samples;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ReportTests {

	private static final List<Line> CASES = List.of(
			new TimedCase("backfill/in-database", Samples.of(2, 4, 2.5), 1000, List.of(Samples.of(2, 2, 2)), List.of()),
			new TimedCase("insert-select", Samples.of(5), 1000, List.of(), List.of()),
			new TimedCase("startup", Samples.of(0.75), 0, List.of(), List.of()),
			new Metric("peak-memory", "mib", 123.44));

	@Test
	void jsonSaysWhatEachCaseHas() {
		assertThat(Report.json(CASES)).isEqualTo(
				"""
						[{"case": "backfill/in-database", "seconds": 2.500, "rowsPerSecond": 400, "floor": 2.000, "ratio": 1.250},
						 {"case": "insert-select", "seconds": 5.000, "rowsPerSecond": 200},
						 {"case": "startup", "seconds": 0.750},
						 {"case": "peak-memory", "mib": 123.4}]""");
	}

	@Test
	void jsonHasPointsWhereTheMachineWritesCommas() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(Report.json(CASES)).contains("\"seconds\": 2.500", "\"mib\": 123.4");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void theTableAlsoSaysHowFarRoundsWereApart() {
		assertThat(Report.text(CASES).lines().map((line) -> line.replaceAll(" +", " "))).containsExactly(
				"case seconds min .. max rows/s floor ratio targets",
				"backfill/in-database 2.50 2.00 .. 4.00 400 2.00 1.250", "insert-select 5.00 5.00 .. 5.00 200",
				"startup 0.75 0.75 .. 0.75", "peak-memory 123.4 mib");
	}

}
