package io.bluegreen.jobs.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class LimitTests {

	@Test
	void limitIsANumberOfRows() {
		assertThat(new Limit().convert("999999999")).isEqualTo(999_999_999);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "ten", "9999999999", "" })
	void limitOfNoRowsIsRefused(String value) {
		assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new Limit().convert(value))
			.withMessageEndingWith(" makes no sense, it takes 1 or more");
	}

}
