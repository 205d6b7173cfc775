package io.bluegreen.bench;

import java.time.Instant;

/**
 * What the workers of a plan took, as the job repository says.
 *
 * @param began when the first of them started
 * @param seconds from the first start to the last end
 * @param worked seconds of all workers together
 * @param inChunks seconds of them that chunks took, without ledger, metadata and commits
 */
record Steps(Instant began, double seconds, double worked, double inChunks) {

	double metadataPercent() {
		return 100 * (this.worked - this.inChunks) / this.worked;
	}

}
