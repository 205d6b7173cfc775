package io.bluegreen.jobs.repair;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one transaction did to rows of a table; it counts once that has committed.
 */
class Outcome {

	long replaced;

	long inserted;

	long deleted;

	/** Rows that are left, whatever becomes of others. */
	final Map<List<String>, String> left = new LinkedHashMap<>();

	/** Rows that were refused, and may get in once others are there, or gone. */
	final Map<List<String>, String> refused = new LinkedHashMap<>();

	/** Keys of rows in other tables that went along. */
	Cascade.Reached reached = Cascade.Reached.NOTHING;

	boolean wrote() {
		return this.replaced + this.inserted + this.deleted > 0;
	}

}
