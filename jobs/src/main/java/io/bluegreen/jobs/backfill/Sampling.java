package io.bluegreen.jobs.backfill;

import io.bluegreen.apply.Authority;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.work.SavepointWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * Applies a chunk as a backfill does, in a transaction that is rolled back.
 */
record Sampling(Side green, Mapping mapping, Transport transport) {

	/**
	 * What came of it.
	 *
	 * @param walBytes that the server wrote meanwhile, for whomever
	 */
	record Sampled(ChunkOutcome outcome, long walBytes) {
	}

	/**
	 * Tries a range. Nobody waits for it who would not wait for a chunk of a backfill,
	 * and nothing is left but values that defaults of Green have drawn from sequences.
	 */
	Sampled run(KeyRange range) {
		SavepointWork work = new SavepointWork(this.green, new BackfillWork(this.green, this.mapping, this.transport));
		return this.green.rolledBack(() -> {
			new Authority(this.green.client()).enterDryRun(this.mapping);
			String before = this.green.client()
				.sql("SELECT pg_current_wal_insert_lsn()::text")
				.query(String.class)
				.single();
			ChunkOutcome outcome = work.run(new Chunk(0, range, 0, false));
			return new Sampled(outcome, walSince(before));
		});
	}

	private long walSince(String lsn) {
		return this.green.client()
			.sql("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), :lsn::pg_lsn)::bigint")
			.param("lsn", lsn)
			.query(Long.class)
			.single();
	}

}
