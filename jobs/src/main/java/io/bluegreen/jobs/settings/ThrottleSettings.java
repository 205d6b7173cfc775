package io.bluegreen.jobs.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits beyond which work waits, each off where it is absent.
 *
 * @param maxReplicationLag of the slowest replica of either side
 * @param maxSlotLag WAL that the laggiest replication slot of either side holds
 * @param maxWalRate WAL that either side writes in a second
 * @param maxLockWaiters sessions that wait for locks of the table, on either side
 * @param prometheus a number that a Prometheus computes
 */
public record ThrottleSettings(@Nullable Duration maxReplicationLag, @Nullable DataSize maxSlotLag,
		@Nullable DataSize maxWalRate, @Nullable Integer maxLockWaiters, @Nullable Prometheus prometheus) {

	private static final DataSize LEAST = DataSize.ofMegabytes(1);

	public ThrottleSettings {
		refuse(maxReplicationLag != null && maxReplicationLag.toMillis() < 1, "max-replication-lag", maxReplicationLag,
				"1ms or more");
		refuse(isTooSmall(maxSlotLag), "max-slot-lag", maxSlotLag, "1MB or more");
		refuse(isTooSmall(maxWalRate), "max-wal-rate", maxWalRate, "1MB or more");
		refuse(maxLockWaiters != null && maxLockWaiters < 0, "max-lock-waiters", maxLockWaiters, "0 or more");
	}

	/**
	 * A query that a Prometheus answers.
	 *
	 * @param url of its root
	 * @param query PromQL; of several values the largest counts
	 * @param max of the value
	 */
	public record Prometheus(@DefaultValue("") String url, @DefaultValue("") String query,
			@DefaultValue("NaN") double max) {

		public Prometheus {
			refuse(!HttpRoot.is(url), "prometheus.url", HttpRoot.masked(url), HttpRoot.FORM);
			refuse(query.isBlank(), "prometheus.query", query, "PromQL");
			refuse(Double.isNaN(max), "prometheus.max", max, "a number");
		}

	}

	/** Whether there is a limit on what a server as a whole does. */
	public boolean areServersAsked() {
		return this.maxReplicationLag != null || this.maxSlotLag != null || this.maxWalRate != null;
	}

	private static boolean isTooSmall(@Nullable DataSize size) {
		return size != null && size.compareTo(LEAST) < 0;
	}

	private static void refuse(boolean senseless, String key, @Nullable Object value, String range) {
		BluegreenSettings.refuse(senseless, "throttle." + key, String.valueOf(value), range, "none");
	}

}
