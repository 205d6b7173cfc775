package io.bluegreen.jobs.work;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.session.Side;

/**
 * Work on chunks that leaves what fails to this: each is done behind a savepoint, and
 * data that fail mark their chunk.
 */
public record SavepointWork(Side green, ChunkWork work) implements ChunkWork {

	@Override
	public void enter() {
		this.work.enter();
	}

	@Override
	public boolean goesOn() {
		return this.work.goesOn();
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		try {
			return DeadlockRetry.retried(() -> this.green.nested(() -> this.work.run(chunk)));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!error.isDataError()) {
				throw ex;
			}
			return new ChunkOutcome.Failed(chunk.id(), (System.nanoTime() - begin) / 1e9, error.sqlState(),
					error.sentence());
		}
	}

}
