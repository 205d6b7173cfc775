package io.bluegreen.jobs.generated;

import io.bluegreen.jobs.Stores;

/**
 * Random tables, Blue and Green in one database.
 */
class GeneratedSchemasInOneDatabaseTests extends GeneratedSchemas {

	GeneratedSchemasInOneDatabaseTests() {
		super(Stores.Where.ONE_DATABASE);
	}

}
