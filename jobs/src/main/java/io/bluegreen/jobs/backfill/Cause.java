package io.bluegreen.jobs.backfill;

import java.util.List;

import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.session.Side;

/**
 * Why rows or chunks did not come through.
 *
 * @param reason condition and constraint, without values
 * @param rows that were rejected for it
 * @param chunks that failed for it
 */
public record Cause(String reason, long rows, long chunks) {

	/** Reasons that are listed, the most frequent ones. */
	private static final int LISTED = 20;

	private static final String CAUSES = """
			SELECT reason, sum(rows) AS rows, sum(chunks) AS chunks
			FROM (SELECT error AS reason, 1 AS rows, 0 AS chunks FROM bluegreen.changed_key
			      WHERE table_name = :table AND error IS NOT NULL
			      UNION ALL
			      SELECT coalesce(error, sqlstate, 'unknown'), 0, 1 FROM bluegreen.chunk WHERE plan_id = :plan AND state = 'failed') c
			GROUP BY reason ORDER BY sum(rows) + sum(chunks) DESC, reason LIMIT :listed
			""";

	/** Those of a plan and its table. */
	static List<Cause> of(Side control, Plan plan) {
		return control.client()
			.sql(CAUSES)
			.param("table", plan.table())
			.param("plan", plan.id())
			.param("listed", LISTED)
			.query(Cause.class)
			.list();
	}

}
