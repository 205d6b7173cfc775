package io.bluegreen.jobs.status;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class TextTableTests {

	@Test
	void numbersStandAtTheRightAndACellIsOneLine() {
		assertThat(new TextTable("KEY", "#ROWS", "ERROR").row("a\nb", 1234567, "").row("c", 7L, "no").lines())
			.containsExactly("KEY        ROWS  ERROR", "a\\nb  1,234,567", "c             7  no");
	}

}
