package io.bluegreen.jobs.settings;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DurationUnitsTests {

	@Test
	void onlyANumberThatIsNotZeroLacksAUnit() {
		assertThat(List.of("5", " 5 ", "-5", "100")).allMatch(DurationUnits::isMissing);
		assertThat(List.of("0", "00", "5s", "PT5S", "")).noneMatch(DurationUnits::isMissing);
	}

}
