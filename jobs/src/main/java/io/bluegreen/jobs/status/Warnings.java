package io.bluegreen.jobs.status;

import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.session.Side;

/**
 * What of a table somebody has to look at, as the control schema knows it: each with the
 * command that shows more or goes on.
 */
record Warnings(Side green, String table) {

	private static final String SENTENCES = """
			WITH plan AS (
			    SELECT plan_id FROM bluegreen.plan WHERE kind = 'backfill' AND table_name = :table
			    ORDER BY plan_id DESC LIMIT 1
			), failed AS (
			    SELECT count(*) AS chunks FROM bluegreen.chunk JOIN plan USING (plan_id) WHERE state = 'failed'
			), queued AS (
			    SELECT count(*) AS keys, count(error) AS refused,
			           (SELECT string_agg(DISTINCT sqlstate, ', ') FROM bluegreen.changed_key
			            WHERE table_name = :table AND error IS NOT NULL) AS states
			    FROM bluegreen.changed_key WHERE table_name = :table
			)
			SELECT format('%s: the chain of reconcile passes is broken: %s; %s', :table, broken, :wayOut)
			FROM bluegreen.log_position WHERE table_name = :table AND broken IS NOT NULL
			UNION ALL
			SELECT format('%1$s: a transaction of Blue has been open for longer than %2$s s and holds positions back', :table,
			              extract(epoch FROM now() - held_since)::bigint)
			FROM bluegreen.log_position WHERE table_name = :table AND held_since < now() - interval '60 seconds'
			UNION ALL
			SELECT format('%1$s: %2$s chunks failed; `bluegreen chunks %1$s --state=failed` shows why, `bluegreen rerun %1$s` tries them again', :table, chunks)
			FROM failed WHERE chunks > 0
			UNION ALL
			SELECT format('%1$s: Green refuses %2$s rows (%3$s); `bluegreen rejects %1$s` lists them, `bluegreen rerun %1$s` tries them again',
			              :table, refused, states)
			FROM queued WHERE refused > 0
			UNION ALL
			SELECT format('%1$s: %2$s changed keys are queued; `bluegreen reconcile %1$s` sets them', :table, keys)
			FROM queued WHERE keys > 10000
			""";

	private static final String EXPIRED = "%1$s: the last verdict has expired; `bluegreen verify %1$s` gives a new one";

	List<String> list() {
		Stream<String> expired = new VerdictStore(this.green).last(this.table)
			.filter(VerdictStore.Listed::expired)
			.stream()
			.map((verdict) -> EXPIRED.formatted(this.table));
		return Stream
			.concat(this.green.client()
				.sql(SENTENCES)
				.param("table", this.table)
				.param("wayOut", Positions.wayOut(this.table))
				.query(String.class)
				.stream(), expired)
			.toList();
	}

}
