package io.bluegreen.jobs.generated;

import io.bluegreen.jobs.Stores;

/**
 * Random tables, Blue and Green in two databases.
 */
class GeneratedSchemasInTwoDatabasesTests extends GeneratedSchemas {

	GeneratedSchemasInTwoDatabasesTests() {
		super(Stores.Where.TWO_DATABASES);
	}

}
