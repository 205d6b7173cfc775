package io.bluegreen.jobs.verify;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * One comparison of one table.
 *
 * @param plan whose ranges are compared
 * @param exact whether rows are compared one by one
 * @param maxDifferences how many rows are noted at most
 */
record Comparison(Mapping mapping, long plan, Totals totals, Seeds seeds, boolean exact, int maxDifferences) {

	ComparisonSql sql() {
		return new ComparisonSql(this.mapping, this.totals);
	}

	/** How many more rows may be noted. */
	long room(Side green) {
		long noted = green.client()
			.sql("SELECT count(*) FROM bluegreen.difference WHERE plan_id = ?")
			.param(this.plan)
			.query(Long.class)
			.single();
		return Math.max(0, this.maxDifferences - noted);
	}

}
