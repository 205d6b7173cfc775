package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

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

	private final double configured;

	private double target;

	private final int workers;

	private double secondsPerChunk;

	private Instant measuredAt = Instant.EPOCH;

	ClaimSize(Duration target, int workers) {
		this.configured = target.toNanos() / 1e9;
		this.target = this.configured;
		this.workers = workers;
	}

	int workers() {
		return this.workers;
	}

	/** Aims at another duration from now on; null: at the one it began with. */
	synchronized void aimAt(@Nullable Duration chosen) {
		this.target = (chosen == null) ? this.configured : chosen.toNanos() / 1e9;
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
