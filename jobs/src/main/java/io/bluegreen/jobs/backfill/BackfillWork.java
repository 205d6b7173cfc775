package io.bluegreen.jobs.backfill;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.ApplyCount;
import io.bluegreen.apply.Authority;
import io.bluegreen.apply.Load;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * Applies a chunk's key range: a plain load where Green has none of it yet, row by row
 * where some cannot be written.
 */
class BackfillWork implements ChunkWork {

	private final Side green;

	private final Mapping mapping;

	private final Transport transport;

	private final Authority authority;

	private final Load load;

	private final UniqueConflictResolver resolver;

	BackfillWork(Side green, Mapping mapping, Transport transport) {
		this.green = green;
		this.mapping = mapping;
		this.transport = transport;
		this.authority = new Authority(green.client());
		this.load = new Load(green, mapping, transport);
		this.resolver = new UniqueConflictResolver(green, mapping, transport);
	}

	@Override
	public void enter() {
		this.authority.enter(this.mapping);
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		try {
			ApplyCount count = apply(chunk.range());
			return ChunkOutcome.done(chunk, count.scanned(), count.applied(), (System.nanoTime() - begin) / 1e9);
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isDataError() && !error.isInAFunction()) {
				throw ex;
			}
			return new RefusingRange(this.green, this.mapping, this.transport, this.resolver).run(chunk, begin);
		}
	}

	private ApplyCount apply(KeyRange range) {
		return this.load.run(range).orElseGet(() -> this.resolver.apply(range));
	}

}
