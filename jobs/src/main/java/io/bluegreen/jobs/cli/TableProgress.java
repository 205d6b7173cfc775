package io.bluegreen.jobs.cli;

import io.bluegreen.jobs.ledger.Progress;

/**
 * A table's progress in words and as a bar. Rate and remaining time are those since this
 * process began to look at the table.
 *
 * @param first what was seen first
 * @param begin when that was, in nanoseconds
 */
record TableProgress(String table, Progress first, long begin) {

	private static final int WIDEST = 30;

	/**
	 * A line for a log.
	 * @param held why it is not faster; empty: as fast as it goes
	 */
	String words(Progress progress, long now, String held) {
		return "%d of %d%s chunks, %s".formatted(finished(progress), progress.chunks(), progress.planned() ? "" : "+",
				pace(progress, now, held));
	}

	/**
	 * A line for a terminal.
	 * @param held why it is not faster; empty: as fast as it goes
	 * @param columns that it may take; the bar gets what is left
	 */
	String bar(String head, Progress progress, long now, String held, int columns) {
		String tail = pace(progress, now, held);
		if (!progress.planned()) {
			String planning = "%s planning, %s".formatted(head, tail);
			return planning.substring(0, Math.min(planning.length(), Math.max(0, columns)));
		}
		double share = (progress.chunks() == 0) ? 0 : finished(progress) / (double) progress.chunks();
		int width = Math.min(WIDEST, columns - head.length() - tail.length() - 9);
		int filled = (int) Math.floor(share * Math.max(0, width));
		String bar = (width < 5) ? "" : "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
		String text = "%s %s%3.0f%% %s".formatted(head, bar, Math.floor(share * 100), tail);
		return text.substring(0, Math.min(text.length(), Math.max(0, columns)));
	}

	private String pace(Progress progress, long now, String held) {
		return held.isEmpty() ? pace(progress, now) : "%s; %s".formatted(pace(progress, now), held);
	}

	private String pace(Progress progress, long now) {
		double seconds = (now - this.begin) / 1e9;
		long rows = progress.scanned() - this.first.scanned();
		long chunks = finished(progress) - finished(this.first);
		String scanned = "%,d rows".formatted(progress.scanned());
		if (seconds <= 0 || rows <= 0 || chunks <= 0) {
			return scanned;
		}
		if (!progress.planned()) {
			return "%s, %,.0f rows/s".formatted(scanned, rows / seconds);
		}
		long left = Math.round((progress.chunks() - finished(progress)) * seconds / chunks);
		return "%s, %,.0f rows/s, %s left".formatted(scanned, rows / seconds, clock(left));
	}

	private static String clock(long seconds) {
		return (seconds < 3600) ? "%d:%02d".formatted(seconds / 60, seconds % 60)
				: "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
	}

	private static long finished(Progress progress) {
		return progress.done() + progress.failed();
	}

}
