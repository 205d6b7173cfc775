package io.bluegreen.jobs.work;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;

/**
 * Looks at something again and again while work goes on.
 */
public final class ProgressTimer implements AutoCloseable {

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((look) -> {
		Thread thread = new Thread(look, "watch");
		thread.setDaemon(true);
		return thread;
	});

	private ProgressTimer() {
	}

	/**
	 * Begins to look. A look that fails is skipped: what it looks at says itself what
	 * went wrong.
	 */
	public static ProgressTimer every(long millis, Runnable look) {
		ProgressTimer watch = new ProgressTimer();
		var unused = watch.executor.scheduleWithFixedDelay(() -> {
			try {
				look.run();
			}
			catch (RuntimeException ex) {
				LoggerFactory.getLogger(ProgressTimer.class).debug("Could not look", ex);
			}
		}, millis, millis, TimeUnit.MILLISECONDS);
		return watch;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
