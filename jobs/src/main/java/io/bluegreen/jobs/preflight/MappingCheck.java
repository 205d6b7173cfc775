package io.bluegreen.jobs.preflight;

import io.bluegreen.mapping.Mapping;

/**
 * Refuses a condition of one table.
 */
interface MappingCheck {

	/**
	 * Looks.
	 * @throws io.bluegreen.failure.RefusedException if it does not hold
	 */
	void check(Mapping mapping);

}
