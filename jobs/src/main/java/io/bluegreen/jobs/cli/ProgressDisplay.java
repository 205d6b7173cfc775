package io.bluegreen.jobs.cli;

import io.bluegreen.jobs.ledger.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how far a plan is: on a terminal a bar with rate and remaining time, else a line
 * every few seconds.
 */
class ProgressDisplay implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProgressDisplay.class);

	private static final long LINE_EVERY_NANOS = 5_000_000_000L;

	/**
	 * The launcher knows: from version 22 on the JDK has a console even where there is no
	 * terminal.
	 */
	private final boolean terminal = Boolean.getBoolean("bluegreen.terminal");

	private final String what;

	private final long begin = System.nanoTime();

	private @Nullable ProgressBar bar;

	private long lastLine = this.begin;

	private long scannedBefore = -1;

	ProgressDisplay(String what) {
		this.what = what;
	}

	/** Shows the progress of one table's plan. */
	synchronized void show(String table, Progress progress) {
		if (this.scannedBefore < 0) {
			this.scannedBefore = progress.scanned();
		}
		double rate = (progress.scanned() - this.scannedBefore) * 1e9 / Math.max(1, System.nanoTime() - this.begin);
		if (this.terminal) {
			ProgressBar current = bar(table);
			current.maxHint(progress.chunks());
			current.stepTo(progress.done() + progress.failed());
			current.setExtraMessage("%,.0f rows/s".formatted(rate));
		}
		else if (System.nanoTime() - this.lastLine > LINE_EVERY_NANOS) {
			this.lastLine = System.nanoTime();
			logger.info("{} of {}: {} of {} chunks, {} rows, {} rows/s", this.what, table,
					progress.done() + progress.failed(), progress.chunks(), progress.scanned(), Math.round(rate));
		}
	}

	private ProgressBar bar(String table) {
		ProgressBar current = this.bar;
		if (current == null) {
			current = new ProgressBarBuilder().setTaskName(this.what + " " + table)
				.setStyle(ProgressBarStyle.ASCII)
				.setInitialMax(1)
				.setUpdateIntervalMillis(200)
				.build();
			this.bar = current;
		}
		return current;
	}

	@Override
	public synchronized void close() {
		if (this.bar != null) {
			this.bar.close();
		}
	}

}
