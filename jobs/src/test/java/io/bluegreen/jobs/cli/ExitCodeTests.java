package io.bluegreen.jobs.cli;

import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ExitCodeTests {

	@Test
	void exitCodesAreThoseThatScriptsRelyOn() {
		assertThat(Arrays.stream(ExitCode.values()).map((code) -> code + " " + code.code())).containsExactly("DONE 0",
				"FAILED 1", "REFUSED 2", "DIFFER 3", "INCOMPLETE 4", "TRY_AGAIN 75");
	}

}
