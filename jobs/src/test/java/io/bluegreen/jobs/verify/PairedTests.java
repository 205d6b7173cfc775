package io.bluegreen.jobs.verify;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.verify.RangeResult.Group;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PairedTests {

	private static final Group EUROPE = new Group("blue", List.of("EU"), 3, List.of("0.10"));

	@Test
	void moneyOfASideWithoutRowsIsLeftOut() {
		assertThat(new Paired(List.of("EU"), 3, 0, 3, List.of("0.10"), List.of("0"), 3, 0).money())
			.containsExactly(EUROPE);
	}

	@Test
	void rowsOfTheSourceAreNoPair() {
		Paired source = Paired.ofSource(9);
		assertThat(source.source()).isEqualTo(9);
		assertThat(source.money()).isEmpty();
	}

}
