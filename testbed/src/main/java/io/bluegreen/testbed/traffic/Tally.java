package io.bluegreen.testbed.traffic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts for many threads.
 */
final class Tally {

	private final Map<Counter, Long> counts = new ConcurrentHashMap<>();

	void add(Counter counter) {
		this.counts.merge(counter, 1L, Long::sum);
	}

	long of(Counter counter) {
		return this.counts.getOrDefault(counter, 0L);
	}

}
