package io.bluegreen.jobs.init;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.failure.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class ConfigurationAdditionTests {

	private static final List<String> ENTRY = List.of("new:", "  from: a.b");

	private static String add(String before) {
		return new ConfigurationAddition(before, ENTRY).text();
	}

	@Test
	void tableComesBehindTheOthersAndEveryOtherLineStays() {
		assertThat(add("""
				# ours
				bluegreen:
				    tables:
				        old:
				            key: [a,
				                b]   # two
				            # kept
				        other: {from: x}   # last

				    # Much more below
				    workers: 3
				""")).isEqualTo("""
				# ours
				bluegreen:
				    tables:
				        old:
				            key: [a,
				                b]   # two
				            # kept
				        other: {from: x}   # last
				        new:
				          from: a.b

				    # Much more below
				    workers: 3
				""");
	}

	@Test
	void firstTableComesBehindTheOtherKeys() {
		assertThat(add("bluegreen:\n  blue:\n    url: x\nspring: {a: b}\n"))
			.isEqualTo("bluegreen:\n  blue:\n    url: x\n  tables:\n    new:\n      from: a.b\nspring: {a: b}\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "- a", "a: b", "bluegreen:", "bluegreen: {tables: {a: {from: b}}}", "bluegreen: [",
			"bluegreen:\n  tables: {a: {from: b}}", "bluegreen:\n  tables: {}\n" })
	void whatCannotBeAddedIsShownForTheHand(String before) {
		assertThatThrownBy(() -> add(before)).isInstanceOfSatisfying(RefusedException.class,
				(refused) -> assertThat(refused.hint()).contains("yourself:\nnew:\n  from: a.b"));
	}

	@Test
	void tableThatIsThereIsLeftAlone() {
		assertThatThrownBy(() -> add("bluegreen:\n  tables:\n    new: {from: c}")).hasMessage("new is there already");
	}

}
