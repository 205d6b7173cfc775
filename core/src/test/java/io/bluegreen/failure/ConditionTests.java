package io.bluegreen.failure;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("fast")
class ConditionTests {

	private static final Condition MET = new Condition("primary", true, "primary", "");

	private static final Condition KEY = new Condition("key", false, "account has no key", "create one");

	private static final Condition GRANT = new Condition("rights", false, "SELECT is missing", "grant it");

	@Test
	void whatHoldsIsNotRefused() {
		assertThatCode(() -> Condition.requireAll(List.of(MET, MET))).doesNotThrowAnyException();
	}

	@Test
	void oneThatDoesNotHoldIsRefusedInItsOwnWords() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Condition.requireAll(List.of(MET, KEY)))
			.withMessage("account has no key")
			.satisfies((refused) -> assertThat(refused.hint()).isEqualTo("create one"));
	}

	@Test
	void severalAreNumberedEachWithItsWayOut() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> Condition.requireAll(List.of(KEY, MET, GRANT)))
			.withMessage("2 conditions do not hold: "
					+ "(1) account has no key: create one; (2) SELECT is missing: grant it")
			.satisfies(
					(refused) -> assertThat(refused.hint()).isEqualTo("mend all of them, then run the same command"));
	}

	@Test
	void refusalIsTheEvidenceOfAConditionThatDoesNotHold() {
		assertThat(Condition.of("key", () -> {
			throw new RefusedException("account has no key", "create one");
		})).isEqualTo(KEY);
	}

	@Test
	void conditionHoldsWhereNothingIsRefused() {
		assertThat(Condition.of("primary", () -> {
		})).isEqualTo(MET);
	}

	@Test
	void anythingElseThatFailsIsNoEvidence() {
		assertThatIllegalStateException().isThrownBy(() -> Condition.of("key", () -> {
			throw new IllegalStateException("lost");
		}));
	}

}
