package io.bluegreen.jobs.preflight;

import io.bluegreen.failure.Condition;
import io.bluegreen.mapping.Mapping;

/**
 * A condition of one table.
 */
interface MappingCheck {

	/** What must hold. */
	String name();

	/**
	 * Looks.
	 * @throws io.bluegreen.failure.RefusedException if it does not hold
	 */
	void require(Mapping mapping);

	default Condition condition(Mapping mapping) {
		return Condition.of(mapping.table() + ": " + name(), () -> require(mapping));
	}

}
