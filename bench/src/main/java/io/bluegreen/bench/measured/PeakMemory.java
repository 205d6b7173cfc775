package io.bluegreen.bench.measured;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The largest part of memory that a process ever held, looked at while it lives.
 */
public final class PeakMemory {

	private final long pid;

	private long kib;

	/**
	 * Of a process that runs.
	 */
	public PeakMemory(long pid) {
		this.pid = pid;
	}

	/**
	 * Looks once more. Linux keeps the peak itself, elsewhere the highest look counts.
	 */
	public void look() throws IOException, InterruptedException {
		Path status = Path.of("/proc", String.valueOf(this.pid), "status");
		if (Files.isDirectory(Path.of("/proc/self"))) {
			try (Stream<String> lines = Files.lines(status)) {
				lines.filter((line) -> line.startsWith("VmHWM:")).forEach(this::take);
			}
			catch (IOException | java.io.UncheckedIOException ex) {
				return; // it has just ended
			}
		}
		else {
			Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(this.pid)).start();
			take(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
			ps.waitFor();
		}
	}

	/** In MiB; 0 before the first look. */
	public double mib() {
		return this.kib / 1024.0;
	}

	private void take(String line) {
		String digits = line.replaceAll("\\D", "");
		if (!digits.isEmpty()) {
			this.kib = Math.max(this.kib, Long.parseLong(digits));
		}
	}

}
