package io.bluegreen.bench;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("fast")
class FiniteTests {

	@TempDir
	private Path directory;

	@Test
	void whatAProcessPrintedIsThereAfterItsEnd() throws Exception {
		assertThat(new Finite(this.directory).run(new ProcessBuilder("echo", "2.5")).out()).isEqualTo("2.5\n");
	}

	@Test
	void aProcessThatFailsIsNoMeasurement() {
		ProcessBuilder failing = new ProcessBuilder("sh", "-c", "echo why >&2; exit 4");

		assertThatIllegalStateException().isThrownBy(() -> new Finite(this.directory).run(failing))
			.withMessageContaining("exited with 4: why");
	}

}
