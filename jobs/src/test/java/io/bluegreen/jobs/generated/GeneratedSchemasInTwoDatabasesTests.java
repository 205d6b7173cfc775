package io.bluegreen.jobs.generated;

import io.bluegreen.testing.legacy.Where;

/**
 * Random tables, Blue and Green in two databases.
 */
class GeneratedSchemasInTwoDatabasesTests extends GeneratedSchemas {

	GeneratedSchemasInTwoDatabasesTests() {
		super(Where.TWO_DATABASES);
	}

}
