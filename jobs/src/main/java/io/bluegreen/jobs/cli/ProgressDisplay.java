package io.bluegreen.jobs.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Progress;
import io.bluegreen.jobs.work.WorkEvent;
import io.bluegreen.jobs.work.WorkEvent.Throttled;
import io.bluegreen.jobs.work.WorkListener;

/**
 * Shows how far the plan of the table at work is: on a terminal a bar, else a line every
 * few seconds. It looks into the ledger, which all processes write, when something
 * happened in this one, and in a thread of its own: no worker waits for a terminal.
 */
class ProgressDisplay implements WorkListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProgressDisplay.class);

	private static final Duration LINE_EVERY = Duration.ofSeconds(5);

	private static final Duration LOOK_EVERY = Duration.ofMillis(500);

	/**
	 * A look at a plan of a million chunks takes its time: so many times that between.
	 */
	private static final int RESTS = 20;

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

	private final Function<Plan, Progress> ledger;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "progress");
		thread.setDaemon(true);
		return thread;
	}, new ThreadPoolExecutor.DiscardPolicy());

	private final AtomicBoolean isDue = new AtomicBoolean();

	private volatile long notBefore = System.nanoTime();

	private volatile Optional<Throttled> throttled = Optional.empty();

	private int seen;

	private @Nullable TableProgress current;

	private long lastLine = System.nanoTime();

	/** What the last line said. */
	private Optional<Throttled> said = Optional.empty();

	private boolean closed;

	/**
	 * Shows nothing yet.
	 * @param what is done, a word
	 * @param tables how many it is done to
	 * @param ledger how far a plan is
	 */
	ProgressDisplay(String what, int tables, Function<Plan, Progress> ledger) {
		this.what = what;
		this.tables = tables;
		this.ledger = ledger;
	}

	@Override
	public void on(WorkEvent event) {
		if (event instanceof WorkEvent.Retrying retrying) {
			logger.warn("{} of {}: {}; trying again", this.what, event.plan().table(), retrying.cause());
		}
		if (event instanceof Throttled change) {
			this.throttled = Optional.of(change);
		}
		if (this.isDue.compareAndSet(false, true)) {
			var unused = this.thread.schedule(() -> look(event.plan()), this.notBefore - System.nanoTime(),
					TimeUnit.NANOSECONDS);
		}
	}

	/** A look that fails is left out: the work itself says what went wrong. */
	private void look(Plan plan) {
		this.isDue.set(false);
		long begin = System.nanoTime();
		try {
			show(plan, this.ledger.apply(plan), System.nanoTime());
		}
		catch (RuntimeException ex) {
			logger.debug("Could not look", ex);
		}
		long now = System.nanoTime();
		this.notBefore = now + Math.max(LOOK_EVERY.toNanos(), RESTS * (now - begin));
	}

	private synchronized void show(Plan plan, Progress progress, long now) {
		String table = plan.table();
		if (this.closed) {
			return;
		}
		TableProgress shown = this.current;
		if (shown == null || !shown.table().equals(table)) {
			this.seen++;
			shown = new TableProgress(table, progress, now);
			this.current = shown;
		}
		String head = "%s %s (%d of %d)".formatted(this.what, table, this.seen, Math.max(this.seen, this.tables));
		Optional<Throttled> held = this.throttled.filter((last) -> last.plan().id() == plan.id());
		String reason = held.map(Throttled::reason).orElse("");
		if (this.line != null) {
			this.line.paint(shown.bar(head, progress, now, reason, this.columns - 1));
		}
		else if (now - this.lastLine > LINE_EVERY.toNanos() || isNews(held)) {
			this.lastLine = now;
			this.said = held;
			logger.info("{}: {}", head, shown.words(progress, now, reason));
		}
	}

	/** What people did is said at once, and that servers begin to say something. */
	private boolean isNews(Optional<Throttled> held) {
		Optional<String> signals = held.map(Throttled::signals).filter((text) -> !text.isEmpty());
		return !held.map(Throttled::knobs).equals(this.said.map(Throttled::knobs)) || (signals.isPresent()
				&& this.said.map(Throttled::signals).filter((text) -> !text.isEmpty()).isEmpty());
	}

	/** A look may be under way, and paints nothing any more. */
	@Override
	public void close() {
		this.thread.shutdownNow();
		synchronized (this) {
			this.closed = true;
			if (this.line != null) {
				this.line.close();
			}
		}
	}

}
