package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.jobs.verify.RangeResult.Group;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MoneySumsTests {

	private static final Totals BY_REGION = new Totals(List.of(Shapes.REGION), List.of(Shapes.AMOUNT));

	private final MoneySums money = new MoneySums(10);

	private void add(String side, String region, long rows, String sum) {
		this.money.add(Shapes.group(side, region, rows, sum));
	}

	private String rows() {
		return this.money.rows(BY_REGION).toString();
	}

	@Test
	void rangesOfOneGroupAddUpExactly() {
		add("blue", "EU", 1, "0.10");
		add("blue", "EU", 2, "12345678901234567890.20");
		add("green", "EU", 3, "7");
		assertThat(rows())
			.isEqualTo("[{region=EU, blue={rows=3, Amount=12345678901234567890.30}, green={rows=3, Amount=7}}]");
	}

	@Test
	void sideWithoutAGroupHasNothingOfIt() {
		add("green", "EU", 1, "5");
		assertThat(rows()).isEqualTo("[{region=EU, blue={rows=0, Amount=0}, green={rows=1, Amount=5}}]");
	}

	@Test
	void groupsComeInOrderWhateverCameFirst() {
		add("blue", "US", 1, "1");
		add("blue", "EU", 1, "1");
		assertThat(this.money.rows(BY_REGION)).extracting((row) -> row.get("region")).containsExactly("EU", "US");
	}

	@Test
	void nullIsAGroupOfItsOwnAndAddsNothing() {
		add("blue", "null", 1, "null");
		add("blue", "null", 1, "2.5");
		assertThat(rows()).isEqualTo("[{region=null, blue={rows=2, Amount=2.5}, green={rows=0, Amount=0}}]");
	}

	@ParameterizedTest
	@CsvSource({ "1, NaN, NaN", "NaN, 1, NaN", "Infinity, -5, Infinity", "Infinity, Infinity, Infinity",
			"Infinity, -Infinity, NaN", "-5, 5, 0" })
	void whatIsNoNumberSwallowsTheOthers(String one, String other, String sum) {
		add("blue", "EU", 1, one);
		add("blue", "EU", 1, other);
		assertThat(rows()).contains("blue={rows=2, Amount=" + sum + "}");
	}

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

}
