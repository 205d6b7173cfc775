package io.bluegreen.jobs.status;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.failure.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class KeyNamesTests {

	@Test
	void valuesStandUnderTheNamesOfTheKeyInItsOrder() {
		assertThat(TextTable.key(KeyNames.named(List.of("region", "number"), List.of("EU", "1"))))
			.isEqualTo("region=EU, number=1");
	}

	@Test
	void openBoundIsAnEmptyObjectAndADash() {
		assertThat(KeyNames.named(List.of("id"), null)).isEmpty();
		assertThat(TextTable.key(KeyNames.named(List.of("id"), null))).isEqualTo("-");
	}

	@Test
	void valueBeyondTheNamesIsNumbered() {
		assertThat(KeyNames.named(List.of("region"), List.of("EU", "1")))
			.isEqualTo(Map.of("region", "EU", "key1", "1"));
	}

	@Test
	void wordThatIsNoneOfThemIsRefusedWithAllOfThem() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> KeyNames.requireWord("--state", "dne", "done", "failed"))
			.withMessage("--state: dne is unknown")
			.satisfies((refused) -> assertThat(refused.hint()).isEqualTo("it takes done, failed (default: all)"));
	}

	@Test
	void noWordMeansAllOfThem() {
		assertThatCode(() -> KeyNames.requireWord("--state", null, "done")).doesNotThrowAnyException();
	}

}
