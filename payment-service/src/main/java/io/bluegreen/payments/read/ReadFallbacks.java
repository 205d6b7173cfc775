package io.bluegreen.payments.read;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts the payments that Blue had to answer although Green is read.
 */
@Component
class ReadFallbacks {

	/** Why Green did not answer. */
	enum Reason {

		/** A change made here is still on its way. */
		PENDING,
		/** Green has another version, and nothing is on its way from here. */
		BEHIND,
		/** Green has no such row. */
		MISSING,
		/** Green cannot be asked. */
		UNAVAILABLE

	}

	private final Counters<Reason> counters;

	ReadFallbacks(MeterRegistry registry) {
		this.counters = new Counters<>(registry, "read.fallback",
				"Payments read from Blue because Green did not have what Blue has", "reason", Reason.class);
	}

	void count(Reason reason) {
		this.counters.count(reason);
	}

}
