package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;

/**
 * How many neighbouring chunks a transaction takes so that it lasts about as long as it
 * should. Measured by all workers of the process together.
 */
class ClaimSize {

	/**
	 * Each chunk of a claim is up to two savepoints; beyond 64 the server's snapshots get
	 * slow.
	 */
	private static final int LIMIT = 30;

	private final double target;

	private final int workers;

	private double secondsPerChunk;

	private Instant measuredAt = Instant.EPOCH;

	ClaimSize(Duration target, int workers) {
		this.target = target.toNanos() / 1e9;
		this.workers = workers;
	}

	int workers() {
		return this.workers;
	}

	synchronized int chunks() {
		return (this.secondsPerChunk == 0) ? 1
				: (int) Math.max(1, Math.min(LIMIT, Math.round(this.target / this.secondsPerChunk)));
	}

	/** When chunks went through for the last time; the epoch if none did. */
	synchronized Instant measuredAt() {
		return this.measuredAt;
	}

	synchronized void measured(int chunks, double seconds) {
		double now = Math.max(seconds, 1e-6) / chunks;
		this.secondsPerChunk = (this.secondsPerChunk == 0) ? now : 0.7 * this.secondsPerChunk + 0.3 * now;
		this.measuredAt = Instant.now();
	}

}
