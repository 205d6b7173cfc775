package io.bluegreen.jobs.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class DurationOptionTests {

	@ParameterizedTest
	@ValueSource(strings = { "5s", "500ms", "10m", "PT5S", "0" })
	void durationWithAUnitIsTakenAsItIsWritten(String value) {
		assertThat(new DurationOption().convert(value)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "soon", "", "5 parsecs" })
	void durationWithoutAUnitIsRefused(String value) {
		assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new DurationOption().convert(value))
			.withMessage(value + " makes no sense, it takes a number and a unit, such as 500ms, 5s, 10m");
	}

}
