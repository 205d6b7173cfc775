package io.bluegreen.jobs.throttle;

import java.util.Locale;

/**
 * What may hold work back: each is a key below {@code throttle}.
 */
public enum SignalKind {

	REPLICATION_LAG, SLOT_LAG, WAL_RATE, LOCK_WAITERS, PROMETHEUS;

	/** Its name as a label of meters. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
