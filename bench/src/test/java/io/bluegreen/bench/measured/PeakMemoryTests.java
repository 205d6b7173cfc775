package io.bluegreen.bench.measured;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PeakMemoryTests {

	@Test
	void aRunningProcessHoldsMemory() throws Exception {
		PeakMemory memory = new PeakMemory(ProcessHandle.current().pid());

		memory.look();

		assertThat(memory.mib()).isBetween(16.0, 64.0 * 1024);
	}

	@Test
	void aProcessThatHasEndedKeepsItsPeak() throws Exception {
		Process process = new ProcessBuilder("cat").start();
		PeakMemory memory = new PeakMemory(process.pid());
		memory.look();
		double peak = memory.mib();
		process.getOutputStream().close();
		process.waitFor();

		memory.look();

		assertThat(memory.mib()).isEqualTo(peak).isPositive();
	}

}
