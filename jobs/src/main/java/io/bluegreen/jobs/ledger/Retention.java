package io.bluegreen.jobs.ledger;

import java.time.Duration;
import java.util.List;

import io.bluegreen.session.Side;

/**
 * Removes what is over and older than {@code keep}: plans with their chunks and
 * differences, verdicts, executions. The newest plan and verdict of a table always stay,
 * and what that verdict stands on.
 *
 * @param control has the control schema
 * @param keep how long what is over is kept
 */
public record Retention(Side control, Duration keep) {

	/**
	 * Chunks of old plans, then old plans that have none left: a plan may have a million.
	 */
	private static final String PLANS = """
			WITH old AS MATERIALIZED (
			    SELECT p.plan_id FROM bluegreen.plan p
			    WHERE p.created_at < now() - make_interval(secs => :keep)
			      -- A verify that was killed is never finished.
			      AND (p.kind = 'verify' OR p.state <> 'open' AND p.finished_at < now() - make_interval(secs => :keep))
			      AND p.plan_id < (SELECT max(n.plan_id) FROM bluegreen.plan n WHERE n.table_name = p.table_name AND n.kind = p.kind)
			      AND NOT EXISTS (
			          SELECT FROM bluegreen.verdict v
			          WHERE v.plan_id = p.plan_id AND v.verdict_id = (
			              SELECT max(n.verdict_id) FROM bluegreen.verdict n WHERE n.table_name = v.table_name))
			    ORDER BY p.created_at LIMIT 1000
			), chunks AS (
			    DELETE FROM bluegreen.chunk WHERE chunk_id IN (
			        SELECT c.chunk_id FROM old JOIN bluegreen.chunk c USING (plan_id) LIMIT :most)
			)
			DELETE FROM bluegreen.plan WHERE plan_id IN (
			    SELECT plan_id FROM old
			    WHERE NOT EXISTS (SELECT FROM bluegreen.chunk c WHERE c.plan_id = old.plan_id))
			""";

	private static final String VERDICTS = """
			DELETE FROM bluegreen.verdict WHERE verdict_id IN (
			    SELECT v.verdict_id FROM bluegreen.verdict v
			    WHERE v.finished_at < now() - make_interval(secs => :keep)
			      AND NOT EXISTS (
			          SELECT FROM bluegreen.verdict n
			          WHERE v.verdict_id IN (n.verdict_id, n.stands_on) AND n.verdict_id = (
			              SELECT max(l.verdict_id) FROM bluegreen.verdict l WHERE l.table_name = v.table_name))
			    ORDER BY v.finished_at LIMIT :most)
			""";

	/**
	 * An open plan's executions tell which round is next, so theirs stay as long as it
	 * does.
	 */
	private static final String EXECUTIONS = """
			WITH old AS MATERIALIZED (
			    SELECT e.job_execution_id, e.job_instance_id FROM bluegreen.batch_job_execution e
			    WHERE e.create_time < localtimestamp - make_interval(secs => :keep)
			      AND NOT EXISTS (
			          SELECT FROM bluegreen.batch_job_execution_params a JOIN bluegreen.plan p ON p.plan_id::text = a.parameter_value
			          WHERE a.job_execution_id = e.job_execution_id AND a.parameter_name = 'plan' AND p.state = 'open')
			    ORDER BY e.create_time LIMIT 1000
			), steps AS (
			    SELECT s.step_execution_id FROM old JOIN bluegreen.batch_step_execution s USING (job_execution_id)
			), step_contexts AS (
			    DELETE FROM bluegreen.batch_step_execution_context WHERE step_execution_id IN (SELECT * FROM steps)
			), gone_steps AS (
			    DELETE FROM bluegreen.batch_step_execution WHERE step_execution_id IN (SELECT * FROM steps)
			), contexts AS (
			    DELETE FROM bluegreen.batch_job_execution_context WHERE job_execution_id IN (SELECT job_execution_id FROM old)
			), params AS (
			    DELETE FROM bluegreen.batch_job_execution_params WHERE job_execution_id IN (SELECT job_execution_id FROM old)
			), executions AS (
			    DELETE FROM bluegreen.batch_job_execution WHERE job_execution_id IN (SELECT job_execution_id FROM old)
			)
			DELETE FROM bluegreen.batch_job_instance i
			WHERE i.job_instance_id IN (SELECT job_instance_id FROM old)
			  AND NOT EXISTS (
			      SELECT FROM bluegreen.batch_job_execution e
			      WHERE e.job_instance_id = i.job_instance_id AND e.job_execution_id NOT IN (SELECT job_execution_id FROM old))
			""";

	private static final int MOST = 10_000;

	/** Removes a part of it at most, the next run goes on. */
	public void apply() {
		this.control.run(() -> List.of(PLANS, VERDICTS, EXECUTIONS)
			.forEach((part) -> this.control.client()
				.sql(part)
				.param("keep", this.keep.toMillis() / 1000.0)
				.param("most", MOST)
				.update()));
	}

}
