package io.bluegreen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.bluegreen.bench.measured.PeakMemory;

/**
 * Processes that are run to their end.
 *
 * @param directory for what they print
 */
record Finite(Path directory) {

	private static final long LOOK_MILLIS = 50;

	/**
	 * What a process left.
	 *
	 * @param out what it printed on stdout
	 * @param peakMib the most memory that it held
	 */
	record End(String out, double peakMib) {
	}

	/**
	 * Runs one.
	 * @throws IllegalStateException if it does not exit with 0
	 */
	End run(ProcessBuilder builder) throws IOException, InterruptedException {
		Path out = this.directory.resolve("out");
		Path err = this.directory.resolve("err");
		Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
		PeakMemory memory = new PeakMemory(process.pid());
		try {
			while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
				memory.look();
			}
		}
		finally {
			process.destroy();
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException("`%s` exited with %d: %s%s".formatted(String.join(" ", builder.command()),
					process.exitValue(), Files.readString(err), Files.readString(out)));
		}
		return new End(Files.readString(out), memory.mib());
	}

}
