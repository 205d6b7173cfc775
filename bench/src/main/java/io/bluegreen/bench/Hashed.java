package io.bluegreen.bench;

/**
 * What hashing two databases came to.
 *
 * @param seconds of the slower side
 * @param rows of Blue
 * @param same whether Green has as many, of the same hash
 */
public record Hashed(double seconds, long rows, boolean same) {

	/**
	 * How long it took, if it saw what it was to see.
	 * @param expected rows on both sides, the same
	 */
	double secondsIfSame(long expected) {
		if (this.rows != expected || !this.same) {
			throw new IllegalStateException(
					"Both sides should have the same %d rows, Blue has %d, the hashes are %s: no figure would mean anything"
						.formatted(expected, this.rows, this.same ? "equal" : "not equal"));
		}
		return this.seconds;
	}

}
