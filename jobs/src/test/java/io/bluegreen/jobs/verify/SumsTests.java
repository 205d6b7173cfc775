package io.bluegreen.jobs.verify;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.verify.RangeResult.Group;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SumsTests {

	private static final Group EUROPE = new Group("blue", List.of("EU"), 3, List.of("0.10"));

	@Test
	void rowsOfASideAreThoseOfAllItsGroups() {
		List<Sums> sums = List.of(new Sums("blue", List.of("EU"), 3, 1, List.of("0.10")),
				new Sums("source", List.of(), 9, 0, List.of()), new Sums("blue", List.of("US"), 2, 4, List.of("1")));
		assertThat(Sums.rows(sums, "blue")).isEqualTo(5);
		assertThat(Sums.rows(sums, "green")).isZero();
	}

	@Test
	void moneyOfSumsIsTheirGroupWithoutTheHash() {
		assertThat(new Sums("blue", List.of("EU"), 3, 99, List.of("0.10")).money()).isEqualTo(EUROPE);
	}

}
