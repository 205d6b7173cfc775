package io.bluegreen.jobs.ledger;

import java.sql.Types;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.session.Side;

/**
 * The chunks of plans in Green's control schema, and what became of them. Every call
 * takes part in the caller's transaction.
 */
public class Ledger {

	private static final String RECORD = """
			UPDATE bluegreen.chunk
			SET state = ?, scanned = ?, applied = ?, seconds = ?, sqlstate = ?, error = ?, detail = ?::jsonb,
			    xid = pg_current_xact_id(),
			    attempts = attempts + (SELECT count(*) FROM bluegreen.attempt a WHERE a.chunk_id = ?),
			    finished_at = clock_timestamp()
			WHERE chunk_id = ?
			""";

	private final Side control;

	public Ledger(Side control) {
		this.control = control;
	}

	/** Puts the first ranges of a plan into it, and what lies above them. */
	void insert(Plan plan, Planner.Page first) {
		insert(plan, first.ranges());
		this.control.client()
			.sql("INSERT INTO bluegreen.chunk (plan_id, from_key, state) VALUES (:plan, :from::text[], :state)")
			.param("plan", plan.id())
			.param("from", array(first.rest().from()))
			.param("state", first.restState())
			.update();
	}

	private void insert(Plan plan, List<KeyRange> ranges) {
		new JdbcTemplate(this.control.dataSource()).batchUpdate(
				"INSERT INTO bluegreen.chunk (plan_id, from_key, to_key) VALUES (?, ?, ?)", ranges, 1000,
				(statement, range) -> {
					statement.setLong(1, plan.id());
					statement.setObject(2, array(range.from()), Types.ARRAY);
					statement.setObject(3, array(range.to()), Types.ARRAY);
				});
	}

	/**
	 * Puts the next ranges of a plan before its claimed rest.
	 */
	public void extend(Plan plan, Chunk unplanned, Planner.Page next) {
		insert(plan, next.ranges());
		this.control.client()
			.sql("UPDATE bluegreen.chunk SET from_key = :from::text[], state = :state WHERE chunk_id = :chunk")
			.param("from", array(next.rest().from()))
			.param("state", next.restState())
			.param("chunk", unplanned.id())
			.update();
		forgetAttempts(unplanned);
	}

	/** Whether all ranges of a plan are known. */
	public boolean isPlanned(Plan plan) {
		return this.control.client()
			.sql("SELECT NOT EXISTS (SELECT FROM bluegreen.chunk WHERE plan_id = ? AND state = 'unplanned')")
			.param(plan.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Makes two chunks of a claimed one: up to a key, and above it. Nobody sees one
	 * without the other, and what was held against the whole is not held against them.
	 * @param interrupted whether it was interrupted too often
	 */
	public void halve(Chunk chunk, List<String> middle, boolean interrupted) {
		this.control.client()
			.sql("""
					INSERT INTO bluegreen.chunk (plan_id, from_key, to_key, halved)
					SELECT plan_id, :middle, to_key, halved OR :interrupted FROM bluegreen.chunk WHERE chunk_id = :chunk
					""")
			.param("middle", array(middle))
			.param("interrupted", interrupted)
			.param("chunk", chunk.id())
			.update();
		this.control.client()
			.sql("UPDATE bluegreen.chunk SET to_key = :middle, halved = halved OR :interrupted WHERE chunk_id = :chunk")
			.param("middle", array(middle))
			.param("interrupted", interrupted)
			.param("chunk", chunk.id())
			.update();
		forgetAttempts(chunk);
	}

	private void forgetAttempts(Chunk chunk) {
		this.control.client().sql("DELETE FROM bluegreen.attempt WHERE chunk_id = ?").param(chunk.id()).update();
	}

	/** The rest of a plan that is not cut into chunks yet. */
	public Optional<KeyRange> unplanned(Plan plan) {
		return this.control.client()
			.sql("SELECT chunk_id, from_key, to_key, halved FROM bluegreen.chunk WHERE plan_id = ? AND state = 'unplanned'")
			.param(plan.id())
			.query(Chunk::of)
			.optional()
			.map(Chunk::range);
	}

	/** The chunks of a plan that are still to be done; the unplanned rest is none. */
	public List<Chunk> unfinished(Plan plan) {
		return this.control.client().sql("""
				SELECT chunk_id, from_key, to_key, halved FROM bluegreen.chunk
				WHERE plan_id = ? AND state IN ('pending', 'deferred') ORDER BY chunk_id
				""").param(plan.id()).query(Chunk::of).list();
	}

	/** Whether no chunk is left to be claimed, now or once its holder has died. */
	public boolean hasNoPending(Plan plan) {
		return this.control.client()
			.sql("SELECT NOT EXISTS (SELECT FROM bluegreen.chunk WHERE plan_id = ? AND state IN ('pending', 'unplanned'))")
			.param(plan.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Records what became of claimed chunks, in the transaction that wrote their rows:
	 * rows that were refused are queued, and what was not tried becomes chunks.
	 */
	public void record(Plan plan, List<ChunkOutcome> outcomes) {
		new JdbcTemplate(this.control.dataSource()).batchUpdate(RECORD, outcomes, 1000,
				(statement, outcome) -> RecordedChunk.of(outcome).bind(statement, outcome.chunk()));
		this.control.client()
			.sql("DELETE FROM bluegreen.attempt WHERE chunk_id = ANY (:chunks)")
			.param("chunks", outcomes.stream().map(ChunkOutcome::chunk).toArray(Long[]::new))
			.update();
		for (ChunkOutcome outcome : outcomes) {
			if (outcome instanceof ChunkOutcome.Applied applied) {
				new ChangedKeys(this.control).add(plan.table(), applied.chunk(), applied.refusals());
				leave(plan, applied.chunk(), applied.left());
			}
		}
	}

	private void leave(Plan plan, long chunk, List<KeyRange> left) {
		if (!left.isEmpty()) {
			insert(plan, left);
			this.control.client()
				.sql("UPDATE bluegreen.chunk SET to_key = :to::text[] WHERE chunk_id = :chunk")
				.param("to", array(left.get(0).from()))
				.param("chunk", chunk)
				.update();
		}
	}

	/** How far a plan is, all processes together. */
	public Progress progress(Plan plan) {
		return this.control.client()
			.sql("""
					SELECT count(*) FILTER (WHERE state IN ('pending', 'unplanned')) AS pending,
					       count(*) FILTER (WHERE state = 'unplanned') = 0 AS planned,
					       count(*) FILTER (WHERE state = 'deferred') AS deferred,
					       count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'failed') AS failed,
					       coalesce(sum(scanned), 0) AS scanned, coalesce(sum(applied), 0) AS applied,
					       coalesce(sum(seconds), 0) AS seconds
					FROM bluegreen.chunk WHERE plan_id = ?
					""")
			.param(plan.id())
			.query((row, i) -> new Progress(row.getLong("pending"), row.getLong("deferred"), row.getLong("done"),
					row.getLong("failed"), row.getLong("scanned"), row.getLong("applied"), row.getDouble("seconds"),
					row.getBoolean("planned")))
			.single();
	}

	/** Rows per second over the last half minute, of all processes. */
	public double recentRate(Plan plan) {
		return this.control.client().sql("""
				SELECT coalesce(sum(scanned) / greatest(extract(epoch FROM clock_timestamp() - min(finished_at)), 1), 0)
				FROM bluegreen.chunk
				WHERE plan_id = ? AND state = 'done' AND finished_at > clock_timestamp() - interval '30 seconds'
				""").param(plan.id()).query(Double.class).single();
	}

	/**
	 * Ends chunks with rows that waited for others, after the reconcile that was to bring
	 * these: what it could not bring is rejected by its key.
	 */
	public void settleDeferred(Plan plan) {
		this.control.client()
			.sql("UPDATE bluegreen.chunk SET state = 'done' WHERE plan_id = ? AND state = 'deferred'")
			.param(plan.id())
			.update();
	}

	/**
	 * Puts chunks back that are not to stay as they are. What ended their sessions may be
	 * mended: nothing of it is held against them any more.
	 * @param numbers of those that were named; empty: all that failed
	 * @return how many these are
	 */
	public int putBack(Plan plan, List<Long> numbers) {
		return this.control.client()
			.sql("""
					WITH back AS (
					    UPDATE bluegreen.chunk
					    SET state = 'pending', scanned = 0, applied = 0, seconds = 0, sqlstate = NULL, error = NULL, halved = false
					    WHERE plan_id = :plan AND state <> 'unplanned'
					      AND CASE WHEN :numbers::bigint[] = '{}' THEN state = 'failed' ELSE chunk_id = ANY (:numbers) END
					    RETURNING chunk_id
					), forgotten AS (
					    DELETE FROM bluegreen.attempt WHERE chunk_id IN (SELECT chunk_id FROM back)
					)
					SELECT count(*) FROM back
					""")
			.param("plan", plan.id())
			.param("numbers", numbers.toArray(Long[]::new))
			.query(Integer.class)
			.single();
	}

	/** Those among these numbers that are no chunks of a plan. */
	public List<Long> unknown(List<Plan> plans, List<Long> numbers) {
		return this.control.client()
			.sql("""
					SELECT n FROM unnest(:numbers::bigint[]) n
					WHERE NOT EXISTS (SELECT FROM bluegreen.chunk WHERE chunk_id = n AND plan_id = ANY (:plans))
					""")
			.param("numbers", numbers.toArray(Long[]::new))
			.param("plans", plans.stream().map(Plan::id).toArray(Long[]::new))
			.query(Long.class)
			.list();
	}

	private static String @Nullable [] array(@Nullable List<String> bound) {
		return (bound == null) ? null : bound.toArray(String[]::new);
	}

}
