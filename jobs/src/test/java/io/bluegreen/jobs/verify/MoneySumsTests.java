package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.verify.RangeResult.Group;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MoneySumsTests {

	private static Stream<Group> bothSides(int group) {
		return Stream.of("blue", "green")
			.map((side) -> new Group(side, List.of("g" + group), 2, List.of(String.valueOf(group))));
	}

	@Test
	void groupsOfOneRangeBeyondTheLimitAreAddedUpAsOneOnBothSides() {
		List<Group> groups = IntStream.rangeClosed(1, 5).boxed().flatMap(MoneySumsTests::bothSides).toList();
		assertThat(MoneySums.capped(groups, 3)).hasSize(8)
			.contains(new Group("blue", List.of("g3"), 2, List.of("3")), new Group("blue", List.of(), 4, List.of("9")),
					new Group("green", List.of(), 4, List.of("9")));
	}

	@Test
	void fewGroupsStayAsTheyAre() {
		List<Group> groups = bothSides(1).toList();
		assertThat(MoneySums.capped(groups, 2)).isEqualTo(groups);
	}

	@Test
	void numbersThatAreNoneSwallowTheOthers() {
		MoneySums sums = new MoneySums(10);
		for (String sum : List.of("1.50", "NaN", "2")) {
			sums.add(new Group("blue", List.of(), 1, List.of(sum)));
		}
		assertThat(sums.rows(new Totals(List.of(), List.of())).toString()).contains("rows=3");
	}

}
