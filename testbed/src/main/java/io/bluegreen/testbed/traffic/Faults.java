package io.bluegreen.testbed.traffic;

import java.time.Duration;

/**
 * What goes wrong with dual writes, each with a probability between 0 and 1.
 *
 * @param lost never sent
 * @param delayed sent late
 * @param delay the longest delay
 * @param duplicated sent twice
 * @param reordered kept back with others and sent in any order
 * @param failing ends in an error before it reaches Green
 */
public record Faults(double lost, double delayed, Duration delay, double duplicated, double reordered, double failing) {

	/**
	 * Dual writes that always arrive.
	 */
	public static final Faults NONE = new Faults(0, 0, Duration.ZERO, 0, 0, 0);

	/**
	 * A bad day: every fault, each often enough to meet the others.
	 */
	public static final Faults ALL = new Faults(0.05, 0.1, Duration.ofMillis(500), 0.05, 0.1, 0.05);

}
