package io.bluegreen.payments.read;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.bluegreen.dualwrite.Release;

/**
 * Has a share of what is read compared on a thread of its own: no caller waits for it,
 * and where it cannot keep up it lets reads go by.
 */
@Component
class ShadowReads implements DisposableBean {

	private static final Log logger = LogFactory.getLog(ShadowReads.class);

	private static final int WAITING = 100;

	private static final Duration PAUSE = Duration.ofMillis(500);

	/** How a payment was answered by both sides. */
	enum Result {

		MATCH, MISMATCH, MISSING, ERROR, IN_FLIGHT

	}

	/**
	 * One look at both sides.
	 *
	 * @param fields names of those that differ, in a mismatch; all where Blue has no such
	 * payment
	 */
	record Compared(Result result, Set<String> fields) {

		static Compared of(Result result) {
			return new Compared(result, Set.of());
		}

	}

	/** Looks at both sides. */
	@FunctionalInterface
	interface Comparison {

		Compared compare(long id);

	}

	private final Counters<Result> counters;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

	private final Comparison comparison;

	private final double share;

	ShadowReads(Comparison comparison, MeterRegistry registry, Release release,
			@Value("${payments.shadow-share}") double share) {
		this.comparison = comparison;
		this.share = release.stage().writesGreen() ? share : 0;
		this.counters = new Counters<>(registry, "shadow.read",
				"Payments that were compared as both sides would answer them", "result", Result.class);
	}

	/** A payment was read, or nobody has it. */
	void read(long id) {
		if (ThreadLocalRandom.current().nextDouble() < this.share && this.thread.getQueue().size() < WAITING) {
			later(() -> look(id, false), Duration.ZERO);
		}
	}

	private void later(Runnable look, Duration pause) {
		try {
			Objects.requireNonNull(this.thread.schedule(look, pause.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("the service ends, and a read is not compared");
		}
	}

	/** What differs may be on its way, from whichever instance. */
	private void look(long id, boolean again) {
		Compared compared = this.comparison.compare(id);
		Result result = compared.result();
		if (!again && result != Result.MATCH && result != Result.ERROR) {
			later(() -> look(id, true), PAUSE);
			return;
		}
		this.counters.count(result);
		if (result == Result.MISMATCH) {
			logger.warn("payment %d is not the same on both sides: %s".formatted(id, compared.fields()));
		}
	}

	@Override
	public void destroy() {
		this.thread.shutdownNow();
	}

}
