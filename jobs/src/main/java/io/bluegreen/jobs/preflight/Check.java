package io.bluegreen.jobs.preflight;

/**
 * Refuses a condition of the databases.
 */
interface Check {

	/**
	 * Looks.
	 * @throws io.bluegreen.jobs.RefusedException if it does not hold
	 */
	void check();

}
