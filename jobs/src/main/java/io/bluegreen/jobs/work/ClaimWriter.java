package io.bluegreen.jobs.work;

import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.dao.DataAccessException;

import io.bluegreen.bisection.KeyedRelation.Middle;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Planner;
import io.bluegreen.session.Side;

/**
 * Does the work of claimed chunks and records what became of them.
 */
class ClaimWriter implements ItemWriter<Claim> {

	private static final Logger logger = LoggerFactory.getLogger(ClaimWriter.class);

	/**
	 * Sessions that may die of a chunk, taken alone, before it is halved, and of a single
	 * row before it is set aside.
	 */
	private static final int INTERRUPTIONS = 5;

	/**
	 * The same of a half that can be halved again. 25,000 rows are halved 15 times until
	 * one is left: at five each that would be 75 sessions, and where a row crashes the
	 * server as many crashes. A half that was interrupted by something else only becomes
	 * two.
	 */
	private static final int INTERRUPTIONS_OF_A_HALF = 1;

	/**
	 * Chunks of a plan that may be set aside before no more rows are searched for: then
	 * it is not single rows that end sessions.
	 */
	private static final int SEARCHED = 20;

	private final Plan plan;

	private final Planner planner;

	private final Ledger ledger;

	private final ChunkWork work;

	private final Halving halving;

	private final ClaimSize size;

	private final Throttle throttle;

	private final ProcessSlot slot;

	ClaimWriter(Side green, Run run, Planner planner, ProcessSlot slot, Throttle throttle) {
		this.plan = run.plan();
		this.planner = planner;
		this.halving = run.halving();
		this.ledger = new Ledger(green);
		this.work = run.work();
		this.size = run.size();
		this.throttle = throttle;
		this.slot = slot;
	}

	@Override
	public void write(org.springframework.batch.infrastructure.item.Chunk<? extends Claim> items) {
		for (Claim claim : items) {
			if (claim.unplanned().isPresent()) {
				extend(claim, claim.unplanned().get());
				continue;
			}
			if (claim.chunks().isEmpty()) {
				this.throttle.afterCommit(new WorkEvent.Waiting(this.plan));
				continue;
			}
			List<ChunkOutcome> outcomes = run(claim);
			this.ledger.record(this.plan, outcomes);
			double seconds = outcomes.stream().mapToDouble(ChunkOutcome::seconds).sum();
			if (!outcomes.isEmpty()) {
				this.size.measured(outcomes.size(), seconds);
			}
			this.throttle.afterCommit(new WorkEvent.Finished(this.plan, outcomes.size(),
					outcomes.stream().mapToLong(ChunkOutcome::scanned).sum(),
					outcomes.stream().mapToLong(ChunkOutcome::applied).sum(), seconds));
		}
	}

	/** Others work on what is planned already. */
	private void extend(Claim claim, Chunk unplanned) {
		try {
			this.ledger.extend(this.plan, unplanned,
					this.planner.page(this.halving.relations(), this.plan.chunkRows(), unplanned.range().from()));
		}
		catch (DataAccessException ex) {
			this.slot.withdraw(List.of(unplanned), claim.pid());
			throw ex;
		}
	}

	private List<ChunkOutcome> run(Claim claim) {
		try {
			return claim.chunks().stream().flatMap((chunk) -> run(chunk).stream()).toList();
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isInterruption() && !Halving.mayHelp(ex)) {
				this.slot.withdraw(claim.chunks(), claim.pid());
			}
			throw ex;
		}
	}

	/** What became of a chunk; empty if two were made of it. */
	private Optional<ChunkOutcome> run(Chunk chunk) {
		if (chunk.interruptions() >= (chunk.halved() ? INTERRUPTIONS_OF_A_HALF : INTERRUPTIONS)) {
			Optional<Middle> middle = this.halving.middle(chunk);
			if (halves(chunk, middle)) {
				return Optional.empty();
			}
			if (chunk.interruptions() >= INTERRUPTIONS) {
				return Optional.of(setAside(chunk, middle));
			}
		}
		try {
			return Optional.of(this.work.run(chunk));
		}
		catch (DataAccessException ex) {
			if (!Halving.mayHelp(ex)) {
				throw ex;
			}
			Optional<Middle> middle = this.halving.middle(chunk);
			if (middle.isEmpty() || middle.get().isAlone()) {
				throw ex;
			}
			this.ledger.halve(chunk, middle.get().key(), false);
			logger.info("Chunk {} took too long to read and was halved", chunk.id());
			return Optional.empty();
		}
	}

	private boolean halves(Chunk chunk, Optional<Middle> middle) {
		if (middle.isEmpty() || middle.get().isAlone() || this.ledger.progress(this.plan).failed() >= SEARCHED) {
			return false;
		}
		this.ledger.halve(chunk, middle.get().key(), true);
		logger.info("Chunk {} was interrupted {} times in a row and was halved", chunk.id(), chunk.interruptions());
		return true;
	}

	private ChunkOutcome setAside(Chunk chunk, Optional<Middle> middle) {
		return new ChunkOutcome.Failed(chunk.id(), 0, "57P01",
				"%d times in a row the session or statement that worked on this chunk was ended: look for the cause in the server's log%s"
					.formatted(chunk.interruptions(),
							middle.filter(Middle::isAlone).map(this.halving::name).orElse("")));
	}

}
