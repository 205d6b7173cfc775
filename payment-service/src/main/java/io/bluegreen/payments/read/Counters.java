package io.bluegreen.payments.read;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * A counter for each of some cases, all there from the start: without a zero the first
 * one of a kind would be no increase.
 *
 * @param <E> the cases
 */
final class Counters<E extends Enum<E>> {

	private final Map<E, Counter> counters;

	/**
	 * Registers them.
	 * @param label whose values are the names of the cases
	 */
	Counters(MeterRegistry registry, String name, String description, String label, Class<E> cases) {
		this.counters = new EnumMap<>(cases);
		for (E each : cases.getEnumConstants()) {
			this.counters.put(each,
					Counter.builder(name)
						.tag(label, each.name().toLowerCase(Locale.ROOT))
						.description(description)
						.register(registry));
		}
	}

	void count(E each) {
		Objects.requireNonNull(this.counters.get(each)).increment();
	}

}
