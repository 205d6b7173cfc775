package io.bluegreen.jobs.work;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.session.Side;

/**
 * Sessions that hold the last chunks and do nothing. No timeout of the server ends one
 * that waits for rows of a COPY whose sender is stuck; so who has found only locked
 * chunks for longer than any statement may take ends those that hold them.
 */
class StuckSessions {

	private static final Logger logger = LoggerFactory.getLogger(StuckSessions.class);

	private final Side green;

	private final Plan plan;

	private final Duration stuckAfter;

	private @Nullable Instant idleSince;

	StuckSessions(Side green, Plan plan, Duration stuckAfter) {
		this.green = green;
		this.plan = plan;
		this.stuckAfter = stuckAfter;
	}

	synchronized void claimed() {
		this.idleSince = null;
	}

	/** Called in the transaction of a claim that found nothing. */
	synchronized void nothingToClaim() {
		Instant now = Instant.now();
		if (this.idleSince == null) {
			this.idleSince = now;
		}
		else if (this.idleSince.plus(this.stuckAfter).isBefore(now)) {
			this.idleSince = now;
			end();
		}
	}

	private void end() {
		this.green.client()
			.sql("""
					SELECT DISTINCT a.pid, pg_terminate_backend(a.pid) AS ended
					FROM bluegreen.attempt t
					JOIN bluegreen.chunk c USING (chunk_id)
					JOIN pg_stat_activity a ON a.pid = t.pid AND a.backend_start = t.backend_start
					WHERE c.plan_id = :plan AND c.state IN ('pending', 'unplanned')
					  AND t.started_at < clock_timestamp() - make_interval(secs => :stuckAfter)
					""")
			.param("plan", this.plan.id())
			.param("stuckAfter", this.stuckAfter.toMillis() / 1000.0)
			.query((row) -> {
				logger.warn("Session {} held chunks of plan {} for longer than {} s and was ended: {}",
						row.getInt("pid"), this.plan.id(), this.stuckAfter.toSeconds(), row.getBoolean("ended"));
			});
	}

}
