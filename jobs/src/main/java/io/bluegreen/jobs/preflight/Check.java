package io.bluegreen.jobs.preflight;

/**
 * Refuses a condition of the databases.
 */
interface Check {

	/**
	 * Looks.
	 * @throws io.bluegreen.failure.RefusedException if it does not hold
	 */
	void check();

}
