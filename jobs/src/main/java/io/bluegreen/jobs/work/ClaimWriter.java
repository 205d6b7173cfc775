package io.bluegreen.jobs.work;

import java.util.List;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.ledger.ChunkOutcome.State;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.session.Side;

import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.dao.DataAccessException;

/**
 * Does the work of claimed chunks and records what became of them.
 */
class ClaimWriter implements ItemWriter<Claim> {

	/** Sessions that may die of a chunk, taken alone, before it is set aside. */
	private static final int INTERRUPTIONS = 5;

	private final Ledger ledger;

	private final IsolatedWork work;

	private final ClaimSize size;

	private final Pace pace;

	private final Seat seat;

	ClaimWriter(Side green, Seat seat, ChunkWork work, ClaimSize size, Pace pace) {
		this.ledger = new Ledger(green);
		this.work = new IsolatedWork(green, work);
		this.size = size;
		this.pace = pace;
		this.seat = seat;
	}

	@Override
	public void write(org.springframework.batch.infrastructure.item.Chunk<? extends Claim> items) {
		for (Claim claim : items) {
			if (claim.chunks().isEmpty()) {
				this.pace.spent(-1);
				continue;
			}
			List<ChunkOutcome> outcomes = run(claim);
			this.ledger.record(outcomes);
			this.size.measured(outcomes.size(), outcomes.stream().mapToDouble(ChunkOutcome::seconds).sum());
			this.pace.spent(outcomes.stream().mapToLong(ChunkOutcome::scanned).sum());
		}
	}

	private List<ChunkOutcome> run(Claim claim) {
		try {
			return claim.chunks().stream().map(this::run).toList();
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isInterruption()) {
				this.seat.withdraw(claim.chunks(), claim.pid());
			}
			throw ex;
		}
	}

	private ChunkOutcome run(Chunk chunk) {
		if (chunk.interruptions() >= INTERRUPTIONS) {
			return ChunkOutcome.failed(chunk, State.FAILED, 0, "57P01",
					"%d times in a row the session or statement that worked on this chunk was ended: look for the cause in the server's log"
						.formatted(chunk.interruptions()));
		}
		return this.work.run(chunk);
	}

}
