package io.bluegreen.bench;

/**
 * What a comparison of both sides came to.
 *
 * @param seconds that it took
 * @param rows keys of either side
 * @param differing keys whose rows are not the same
 */
public record Compared(double seconds, long rows, long differing) {

	/**
	 * How long it took, if it saw what it was to see.
	 * @param expected rows on both sides, the same
	 */
	double secondsIfSame(long expected) {
		if (this.rows != expected || this.differing != 0) {
			throw new IllegalStateException(
					"%d of %d rows differ where %d should be the same: no figure would mean anything"
						.formatted(this.differing, this.rows, expected));
		}
		return this.seconds;
	}

}
