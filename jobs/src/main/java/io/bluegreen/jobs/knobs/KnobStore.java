package io.bluegreen.jobs.knobs;

import java.sql.Types;
import java.time.Duration;

import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.session.Side;

/**
 * The knobs of plans, in the control schema. Every call takes part in the caller's
 * transaction.
 */
public record KnobStore(Side control) {

	private static final SqlTemplate SET = SqlTemplate
		.of("UPDATE bluegreen.plan SET {assignment} WHERE plan_id = :plan AND state = 'open'");

	/** How the knobs of a plan are set now. */
	public Knobs of(long plan) {
		return this.control.client().sql("""
				SELECT date_trunc('second', paused_at)::timestamp::text AS paused_since, max_rows_per_second, workers,
				       chunk_target_millis
				FROM bluegreen.plan WHERE plan_id = ?
				""").param(plan).query((row, i) -> {
			Integer target = row.getObject("chunk_target_millis", Integer.class);
			return new Knobs(row.getString("paused_since"), row.getObject("max_rows_per_second", Integer.class),
					row.getObject("workers", Integer.class), (target == null) ? null : Duration.ofMillis(target));
		}).optional().orElse(Knobs.NONE);
	}

	/** Nothing more is claimed from a plan, unless it is over. */
	void pause(long plan) {
		update("paused_at = coalesce(paused_at, clock_timestamp())", plan);
	}

	void resume(long plan) {
		update("paused_at = NULL", plan);
	}

	private void update(String assignment, long plan) {
		this.control.client().sql(SET.with("assignment", assignment).sql()).param("plan", plan).update();
	}

	void set(long plan, Knob.Setting setting) {
		this.control.client()
			.sql(SET.with("assignment", setting.knob().assignment()).sql())
			.param("value", setting.value(), Types.INTEGER)
			.param("plan", plan)
			.update();
	}

}
