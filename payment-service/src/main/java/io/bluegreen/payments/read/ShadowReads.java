package io.bluegreen.payments.read;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.dualwrite.DualWrite;
import io.bluegreen.dualwrite.Release;
import io.bluegreen.dualwrite.RowKey;
import io.bluegreen.payments.payment.BluePayments;
import io.bluegreen.payments.payment.Payment;

/**
 * Compares a share of what is read as both sides would answer it, on a thread of its own:
 * no caller waits for it, and where it cannot keep up it lets reads go by.
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

	private final Counters<Result> counters;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

	private final BluePayments blue;

	private final GreenDatabase green;

	private final DualWrite dualWrite;

	private final JsonMapper json;

	private final double share;

	ShadowReads(BluePayments blue, GreenDatabase green, DualWrite dualWrite, JsonMapper json, MeterRegistry registry,
			Release release, @Value("${payments.shadow-share}") double share) {
		this.blue = blue;
		this.green = green;
		this.dualWrite = dualWrite;
		this.json = json;
		this.share = release.stage().writesGreen() ? share : 0;
		this.counters = new Counters<>(registry, "shadow.read",
				"Payments that were compared as both sides would answer them", "result", Result.class);
	}

	/** A payment was read. */
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

	private void look(long id, boolean again) {
		try {
			Result result = compare(id, again);
			if (again || result == Result.MATCH || result == Result.ERROR) {
				this.counters.count(result);
			}
			else {
				later(() -> look(id, true), PAUSE);
			}
		}
		catch (DataAccessException ex) {
			this.counters.count(Result.ERROR);
		}
	}

	/** Green first: Blue, read later, is never the older one. */
	private Result compare(long id, boolean told) {
		Optional<Map<Long, Payment>> rows = this.green.find(List.of(id));
		@Nullable Payment inBlue = this.blue.find(id).orElse(null);
		if (rows.isEmpty()) {
			return Result.ERROR;
		}
		@Nullable Payment inGreen = rows.get().get(id);
		if (inBlue == null) {
			return (inGreen == null) ? Result.MATCH : Result.MISMATCH;
		}
		if (inBlue.equals(inGreen)) {
			return Result.MATCH;
		}
		if (this.dualWrite.pending(RowKey.of("payments", id))) {
			return Result.IN_FLIGHT;
		}
		if (inGreen == null) {
			return Result.MISSING;
		}
		if (told) {
			logger.warn("payment %d is not the same on both sides: %s".formatted(id, fields(inBlue, inGreen)));
		}
		return Result.MISMATCH;
	}

	/** The names of fields that differ, without their values. */
	private Set<String> fields(Payment one, Payment other) {
		JsonNode first = this.json.valueToTree(one);
		JsonNode second = this.json.valueToTree(other);
		Set<String> names = new TreeSet<>(first.propertyNames());
		names.addAll(second.propertyNames());
		names.removeIf((name) -> first.path(name).equals(second.path(name)));
		return names;
	}

	@Override
	public void destroy() {
		this.thread.shutdownNow();
	}

}
