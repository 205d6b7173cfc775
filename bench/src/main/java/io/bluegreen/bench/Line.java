package io.bluegreen.bench;

/**
 * A line of the answer.
 */
sealed interface Line permits TimedCase, Metric, LiveLine {

	/**
	 * The case as a JSON object.
	 */
	String json();

	/**
	 * The case as a line of the table.
	 */
	String text();

}
