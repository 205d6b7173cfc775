package io.bluegreen.jobs.preflight;

import io.bluegreen.failure.Condition;

/**
 * A condition of the databases.
 */
interface Check {

	/** What must hold. */
	String name();

	/**
	 * Looks.
	 * @throws io.bluegreen.failure.RefusedException if it does not hold
	 */
	void require();

	default Condition condition() {
		return Condition.of(name(), this::require);
	}

}
