package io.bluegreen.jobs.verify;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.findings.Reason;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class VerifyTotalsTests {

	private static RangeResult range(int key) {
		return new RangeResult(3, 3, 2, 4, 2, 1, 0,
				List.of(new RangeResult.Group("blue", List.of("EUR"), 3, List.of("0.10")),
						new RangeResult.Group("green", List.of("EUR"), 2, List.of("0.05"))),
				List.of(new RangeResult.Unread(List.of("k" + key), "too long"),
						new RangeResult.Unread(null, "too long"),
						new RangeResult.Unread(List.of("k" + key), "no number")));
	}

	@Test
	void addsUpCountsMoneyAndErrorsAndNamesTheFirstKeys() {
		VerifyTotals seen = new VerifyTotals();
		for (int i = 0; i < 1000; i++) {
			seen.add(range(i));
		}
		assertThat(seen.sum()).isEqualTo(new RangeResult(3000, 3000, 2000, 4000, 2000, 1000, 0, List.of(), List.of()));
		assertThat(seen.money().rows(new Totals(List.of(), List.of())).toString())
			.isEqualTo("[{blue={rows=3000}, green={rows=2000}}]");
		assertThat(seen.unread(List.of("id"))).extracting(Reason::sentence)
			.containsExactly(
					"the view cannot evaluate 1000 rows and 1000 parts of ranges: too long; the first keys (id): k0; k1; k2; k3; k4",
					"the view cannot evaluate 1000 rows: no number; the first keys (id): k0; k1; k2; k3; k4");
	}

	@Test
	void groupWithoutRowsIsNoGroup() {
		VerifyTotals seen = new VerifyTotals();
		seen.add(List.of(new RangeResult.Group("green", List.of("EUR"), 0, List.of("0"))));
		assertThat(seen.money().rows(new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT)))).isEmpty();
	}

	@Test
	void rowsThatALaterLookJudgedCountForTheMoneyAlone() {
		VerifyTotals seen = new VerifyTotals();
		seen.add(List.of(new RangeResult.Group("blue", List.of("EUR"), 1, List.of("2.50"))));
		assertThat(seen.sum()).isEqualTo(RangeResult.NOTHING);
		assertThat(seen.money().rows(new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT))).toString())
			.isEqualTo("[{region=EUR, blue={rows=1, Amount=2.50}, green={rows=0, Amount=0}}]");
	}

	@Test
	void keyOfSeveralColumnsIsNamedWithAllOfThem() {
		VerifyTotals seen = new VerifyTotals();
		seen.add(RangeResult.unread(new RangeResult.Unread(List.of("EU", "1"), "too long")));
		assertThat(seen.unread(List.of("region", "number"))).extracting(Reason::sentence)
			.containsExactly("the view cannot evaluate 1 rows: too long; the first keys (region, number): EU, 1");
	}

}
