package io.bluegreen.payments.read;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
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

	private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

	ReadFallbacks(MeterRegistry registry) {
		for (Reason reason : Reason.values()) {
			this.counters.put(reason,
					Counter.builder("read.fallback")
						.tag("reason", reason.name().toLowerCase(Locale.ROOT))
						.description("Payments read from Blue because Green did not have what Blue has")
						.register(registry));
		}
	}

	void count(Reason reason) {
		Objects.requireNonNull(this.counters.get(reason)).increment();
	}

}
