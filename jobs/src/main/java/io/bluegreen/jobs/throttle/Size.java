package io.bluegreen.jobs.throttle;

/**
 * Bytes in words, in units of 1024 as the settings have them.
 */
final class Size {

	private Size() {
	}

	static String text(long bytes) {
		double mebibytes = bytes / 1024.0 / 1024;
		return (mebibytes < 1024) ? "%.1f MB".formatted(mebibytes) : "%.1f GB".formatted(mebibytes / 1024);
	}

}
