package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * What the dual write counts. Every series says which version of the service it is of.
 */
final class DualWriteMeters {

	private static final String PREFIX = "dual_write.";

	private final MeterRegistry registry;

	private final String version;

	DualWriteMeters(MeterRegistry registry, String version) {
		this.registry = registry;
		this.version = version;
	}

	/**
	 * Shows a queue, and a zero for each failure, without which the first one of a kind
	 * would be no increase.
	 */
	void show(PendingKeys keys, Collection<String> tables) {
		Gauge.builder(PREFIX + "queue.depth", keys, PendingKeys::size)
			.tag("version", this.version)
			.description("Keys that wait for Green, or are being applied")
			.register(this.registry);
		TimeGauge.builder(PREFIX + "queue.age", keys, TimeUnit.NANOSECONDS, (pending) -> pending.age().toNanos())
			.tag("version", this.version)
			.description("How long the oldest of them has waited")
			.register(this.registry);
		for (String table : tables) {
			for (Failure.Type type : Failure.Type.values()) {
				failures(table, type);
			}
			counter("applied", table);
			counter("retry", table);
		}
	}

	void failed(String table, Failure.Type type, int keys) {
		failures(table, type).increment(keys);
	}

	void retried(String table) {
		counter("retry", table).increment();
	}

	/** A key has reached Green. */
	void applied(String table, Duration sinceCommit) {
		counter("applied", table).increment();
		Timer.builder(PREFIX + "latency")
			.tag("table", table)
			.tag("version", this.version)
			.description("From the commit in Blue to the commit in Green")
			.register(this.registry)
			.record(sinceCommit);
	}

	private Counter failures(String table, Failure.Type type) {
		return Counter.builder(PREFIX + "failure")
			.tag("table", table)
			.tag("error_type", type.tag())
			.tag("version", this.version)
			.description("Keys that did not reach Green; reconcile brings them")
			.register(this.registry);
	}

	private Counter counter(String name, String table) {
		return Counter.builder(PREFIX + name).tag("table", table).tag("version", this.version).register(this.registry);
	}

}
