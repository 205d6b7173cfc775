package io.bluegreen.jobs.ledger;

import java.util.List;
import java.util.Optional;

import io.bluegreen.session.Side;

/**
 * Takes chunks for the current transaction: none that another one holds.
 *
 * @param control has the ledger
 */
public record Claims(Side control) {

	/**
	 * A claim is these row locks, nothing else (not against keys, which the noted
	 * attempts refer to). Neighbours are taken together; towards the end smaller shares,
	 * so that the workers finish together.
	 */
	private static final String CLAIM = """
			WITH share AS (
			    SELECT greatest(1, least(:limit, ceil(count(*) / (2.0 * :workers))))::bigint AS chunks
			    FROM (SELECT FROM bluegreen.chunk WHERE plan_id = :plan AND state = 'pending' LIMIT :limit * 2 * :workers) p)
			SELECT c.chunk_id, c.from_key, c.to_key, c.halved
			FROM bluegreen.chunk c
			WHERE c.plan_id = :plan AND c.state = 'pending' AND NOT c.halved
			  AND EXISTS (SELECT FROM bluegreen.plan p WHERE p.plan_id = c.plan_id AND p.state = 'open')
			  AND NOT EXISTS (SELECT FROM bluegreen.attempt a WHERE a.chunk_id = c.chunk_id)
			ORDER BY c.chunk_id
			LIMIT (SELECT chunks FROM share)
			FOR NO KEY UPDATE OF c SKIP LOCKED
			""";

	/**
	 * What ended the session of an earlier claim, or is a half of such a chunk, is taken
	 * after all others, so that they go through, and alone, so that its neighbours are
	 * not blamed.
	 */
	private static final String CLAIM_INTERRUPTED = """
			SELECT c.chunk_id, c.from_key, c.to_key, c.halved
			FROM bluegreen.chunk c
			LEFT JOIN (SELECT chunk_id, count(*) AS interruptions FROM bluegreen.attempt GROUP BY chunk_id) a USING (chunk_id)
			WHERE c.plan_id = :plan AND c.state = 'pending' AND (c.halved OR a.interruptions > 0)
			  AND EXISTS (SELECT FROM bluegreen.plan p WHERE p.plan_id = c.plan_id AND p.state = 'open')
			ORDER BY coalesce(a.interruptions, 0), c.chunk_id
			LIMIT 1
			FOR NO KEY UPDATE OF c SKIP LOCKED
			""";

	private static final String CLAIM_UNPLANNED = """
			SELECT c.chunk_id, c.from_key, c.to_key, c.halved
			FROM bluegreen.chunk c
			WHERE c.plan_id = :plan AND c.state = 'unplanned'
			  AND EXISTS (SELECT FROM bluegreen.plan p WHERE p.plan_id = c.plan_id AND p.state = 'open')
			  AND (SELECT count(*) FROM (SELECT FROM bluegreen.chunk w WHERE w.plan_id = :plan AND w.state = 'pending'
			                             LIMIT :ahead) waiting) < :ahead
			FOR NO KEY UPDATE OF c SKIP LOCKED
			""";

	/**
	 * Asked once the chunk is locked: its last holder may have taken notes back.
	 */
	private static final String INTERRUPTIONS = "SELECT count(*) FROM bluegreen.attempt WHERE chunk_id = ?";

	/**
	 * Claims the unplanned rest of an open plan for the current transaction, where fewer
	 * chunks than that wait for a worker.
	 */
	public Optional<Chunk> claimUnplanned(Plan plan, int ahead) {
		return this.control.client()
			.sql(CLAIM_UNPLANNED)
			.param("plan", plan.id())
			.param("ahead", ahead)
			.query(Chunk::of)
			.optional();
	}

	/**
	 * Claims up to {@code limit} neighbouring chunks of an open plan for the current
	 * transaction.
	 * @param workers how many share the plan in this process
	 */
	public List<Chunk> claim(Plan plan, int limit, int workers) {
		List<Chunk> chunks = this.control.client()
			.sql(CLAIM)
			.param("plan", plan.id())
			.param("limit", limit)
			.param("workers", workers)
			.query(Chunk::of)
			.list();
		return chunks.isEmpty() ? this.control.client()
			.sql(CLAIM_INTERRUPTED)
			.param("plan", plan.id())
			.query(Chunk::of)
			.optional()
			.map(this::interrupted)
			.stream()
			.toList() : chunks;
	}

	private Chunk interrupted(Chunk chunk) {
		int interruptions = this.control.client().sql(INTERRUPTIONS).param(chunk.id()).query(Integer.class).single();
		return new Chunk(chunk.id(), chunk.range(), interruptions, chunk.halved());
	}

}
