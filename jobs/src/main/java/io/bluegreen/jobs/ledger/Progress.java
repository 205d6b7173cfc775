package io.bluegreen.jobs.ledger;

/**
 * How far a plan is.
 *
 * @param pending chunks that nobody has finished, claimed ones among them
 * @param deferred chunks that wait for the closing reconcile
 * @param seconds that the finished chunks took, summed over all workers
 * @param planned whether all chunks are known
 */
public record Progress(long pending, long deferred, long done, long failed, long scanned, long applied, double seconds,
		boolean planned) {

	public long chunks() {
		return this.pending + this.deferred + this.done + this.failed;
	}

}
