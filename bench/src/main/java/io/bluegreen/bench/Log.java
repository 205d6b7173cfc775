package io.bluegreen.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What goes on, on stderr: stdout is for the answer.
 */
final class Log {

	private Log() {
	}

	static void machine(String server) {
		System.err.printf(Locale.ROOT, "%d cores, Java %s, %s%n", Runtime.getRuntime().availableProcessors(),
				Runtime.version(), server);
	}

	/**
	 * One thing is done. The load beside it tells whether the machine had other work:
	 * then only ratios mean something, and those little.
	 */
	static void done(String what, double seconds) {
		System.err.printf(Locale.ROOT, "%-50s %8.2f s  load %.1f%n", what, seconds,
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

}
