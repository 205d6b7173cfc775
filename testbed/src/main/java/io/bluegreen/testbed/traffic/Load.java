package io.bluegreen.testbed.traffic;

/**
 * How much traffic.
 *
 * @param writers threads, each with a connection of its own
 * @param transactionsPerSecond what all writers together aim at
 * @param seed each writer's decisions follow from it; how writers meet does not
 */
public record Load(int writers, double transactionsPerSecond, long seed) {

	/**
	 * Refuses what makes no sense.
	 * @throws IllegalArgumentException if there is no writer or no rate
	 */
	public Load {
		if (writers < 1 || !(transactionsPerSecond > 0)) {
			throw new IllegalArgumentException("Traffic needs at least one writer and a rate above 0, not " + writers
					+ " and " + transactionsPerSecond);
		}
	}

}
