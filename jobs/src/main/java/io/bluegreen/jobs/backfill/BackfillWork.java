package io.bluegreen.jobs.backfill;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.Authority;
import io.bluegreen.apply.Load;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.jobs.work.IsolatedRows;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.transport.Transport;

/**
 * Applies a chunk's key range: a plain load where Green has none of it yet, row by row
 * where some cannot be written.
 */
class BackfillWork implements ChunkWork {

	private final Side green;

	private final Mapping mapping;

	private final Transport transport;

	private final KeyedRelation keys;

	private final Load load;

	private final UniqueConflictResolver resolver;

	private final int maxRejected;

	/**
	 * The work of one table.
	 * @param maxRejected rows of it that may be rejected before it is pointless to go on
	 */
	BackfillWork(Databases databases, Mapping mapping, int maxRejected) {
		this.green = databases.target();
		this.mapping = mapping;
		this.transport = databases.transport(mapping);
		this.keys = KeyedRelation.ofSource(databases.source(), mapping);
		this.load = new Load(this.green, mapping, this.transport);
		this.resolver = new UniqueConflictResolver(this.green, mapping, this.transport);
		this.maxRejected = maxRejected;
	}

	@Override
	public void enter() {
		new Authority(this.green.client()).enter(this.mapping);
	}

	@Override
	public boolean goesOn() {
		return !new ChangedKeys(this.green).areMoreRejected(this.mapping.table(), this.maxRejected);
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		try {
			ApplyCount count = apply(chunk.range());
			return ChunkOutcome.Applied.whole(chunk, count.scanned(), count.applied(),
					(System.nanoTime() - begin) / 1e9);
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isDataError() && !error.isInAFunction()) {
				throw ex;
			}
			IsolatedRows rows = new IsolatedRows(this.green, this.mapping, this.resolver);
			rows.requireRunnable(error);
			return RowIsolation.of(chunk.range(), this.keys, this.transport, rows).run(chunk, error, begin);
		}
	}

	private ApplyCount apply(KeyRange range) {
		return this.load.run(range).orElseGet(() -> this.resolver.apply(range));
	}

}
