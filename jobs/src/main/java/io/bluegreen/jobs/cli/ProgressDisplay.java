package io.bluegreen.jobs.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.jobs.ledger.Progress;

/**
 * Shows how far the plan of the table at work is: on a terminal a bar, else a line every
 * few seconds.
 */
class ProgressDisplay implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProgressDisplay.class);

	private static final long LINE_EVERY_NANOS = 5_000_000_000L;

	/**
	 * The launcher knows: from version 22 on the JDK has a console even where there is no
	 * terminal.
	 */
	private final @Nullable StatusLine line = Boolean.getBoolean("bluegreen.terminal") ? new StatusLine() : null;

	/** A terminal without a size says 0. */
	private final int columns = (Integer.getInteger("bluegreen.columns", 0) < 20) ? 80
			: Integer.getInteger("bluegreen.columns");

	private final String what;

	private final int tables;

	private int seen;

	private @Nullable TableProgress current;

	private long lastLine = System.nanoTime();

	/**
	 * Shows nothing yet.
	 * @param what is done, a word
	 * @param tables how many it is done to
	 */
	ProgressDisplay(String what, int tables) {
		this.what = what;
		this.tables = tables;
	}

	/** Shows the progress of one table's plan. */
	synchronized void show(String table, Progress progress) {
		long now = System.nanoTime();
		TableProgress shown = this.current;
		if (shown == null || !shown.table().equals(table)) {
			this.seen++;
			shown = new TableProgress(table, progress, now);
			this.current = shown;
		}
		String head = "%s %s (%d of %d)".formatted(this.what, table, this.seen, Math.max(this.seen, this.tables));
		if (this.line != null) {
			this.line.paint(shown.bar(head, progress, now, this.columns - 1));
		}
		else if (now - this.lastLine > LINE_EVERY_NANOS) {
			this.lastLine = now;
			logger.info("{}: {}", head, shown.words(progress, now));
		}
	}

	@Override
	public synchronized void close() {
		if (this.line != null) {
			this.line.close();
		}
	}

}
