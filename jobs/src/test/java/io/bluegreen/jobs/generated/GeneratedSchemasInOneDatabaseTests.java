package io.bluegreen.jobs.generated;

import io.bluegreen.testing.legacy.Where;

/**
 * Random tables, Blue and Green in one database.
 */
class GeneratedSchemasInOneDatabaseTests extends GeneratedSchemas {

	GeneratedSchemasInOneDatabaseTests() {
		super(Where.ONE_DATABASE);
	}

}
