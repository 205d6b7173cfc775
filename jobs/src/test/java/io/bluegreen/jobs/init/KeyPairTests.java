package io.bluegreen.jobs.init;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.failure.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class KeyPairTests {

	private static KeyPair pair(Table blue, Table green) {
		return KeyPair.of(blue, green, Matching.of(blue, green, List.of()));
	}

	@Test
	void keyInTheSameOrderIsTakenBeforeAnEarlierOne() {
		Table blue = Attributes.table("blue.t", List.of(List.of("b", "a"), List.of("c")), Attributes.bigint("a"),
				Attributes.bigint("b"), Attributes.bigint("c"));
		Table green = Attributes.table("green.t", List.of(List.of("a", "b"), List.of("c")), Attributes.bigint("a"),
				Attributes.bigint("b"), Attributes.bigint("c"));
		KeyPair key = pair(blue, green);
		assertThat(key.green()).containsExactly(Attributes.bigint("c"));
		assertThat(key.sameOrder()).isTrue();
	}

	@Test
	void keyOfOtherNamesInBlueMustBeNamed() {
		Table blue = Attributes.table("blue.t", Attributes.bigint("no"));
		Table green = Attributes.table("green.t", Attributes.bigint("id"));
		assertThat(pair(blue, green))
			.isEqualTo(new KeyPair(List.of(Attributes.bigint("no")), List.of(Attributes.bigint("id")), true, true));
	}

	@Test
	void keyThatIsNoneInBlueIsRefused() {
		Table blue = Attributes.table("blue.t", List.of(List.of("id", "part")), Attributes.bigint("id"),
				Attributes.bigint("part"));
		Table green = Attributes.table("green.t", Attributes.bigint("id"));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> pair(blue, green))
			.withMessageContaining("blue.t has no full, valid, immediate unique index");
	}

}
