package io.bluegreen.jobs.work;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.Claims;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.session.Side;

/**
 * Claims the next chunks for the transaction that writes them.
 */
class ClaimReader implements ItemReader<Claim> {

	/** Claims of each worker that are planned before they are needed. */
	private static final int AHEAD = 3;

	private final Side green;

	private final Ledger ledger;

	private final Claims claims;

	private final Plan plan;

	private final ProcessSlot slot;

	private final ChunkWork work;

	private final ClaimSize size;

	private final WorkListener listener;

	private final PlanWatch watch;

	private final StuckSessions stuck;

	private boolean planned;

	ClaimReader(Side green, Run run, ProcessSlot slot, PlanWatch watch, StuckSessions stuck) {
		this.stuck = stuck;
		this.green = green;
		this.ledger = new Ledger(green);
		this.claims = new Claims(green);
		this.plan = run.plan();
		this.slot = slot;
		this.work = run.work();
		this.size = run.size();
		this.listener = run.listener();
		this.watch = watch;
	}

	/**
	 * The next claim. The work is over when no chunk is unfinished, not when none is
	 * unlocked: a null here ends the step for good, and the holder of the last chunk may
	 * still die; or when the plan was replaced, or its work does not go on.
	 */
	@Override
	public @Nullable Claim read() {
		this.work.enter();
		if (!this.work.goesOn()) {
			return null;
		}
		Optional<Chunk> unplanned = unplanned();
		if (unplanned.isPresent()) {
			return claim(List.of(), unplanned);
		}
		List<Chunk> chunks = this.claims.claim(this.plan, limit(), this.size.workers());
		if (chunks.isEmpty()) {
			if (this.ledger.hasNoPending(this.plan) || new Plans(this.green).isReplaced(this.plan)) {
				return null;
			}
			this.stuck.nothingToClaim();
			return new Claim(List.of(), Optional.empty(), 0);
		}
		return claim(chunks, unplanned);
	}

	private Claim claim(List<Chunk> chunks, Optional<Chunk> unplanned) {
		this.stuck.claimed();
		int pid = this.green.client().sql("SELECT pg_backend_pid()").query(Integer.class).single();
		this.slot.note(Stream.concat(chunks.stream(), unplanned.stream()).toList(), pid);
		if (!chunks.isEmpty()) {
			this.listener.on(new WorkEvent.Claimed(this.plan, chunks.size()));
		}
		return new Claim(chunks, unplanned, pid);
	}

	/** Planning goes before, so that no worker runs out of chunks. */
	private Optional<Chunk> unplanned() {
		if (this.planned) {
			return Optional.empty();
		}
		this.planned = this.ledger.isPlanned(this.plan);
		return this.planned ? Optional.empty()
				: this.claims.claimUnplanned(this.plan, AHEAD * this.size.workers() * this.size.chunks());
	}

	/** Where there is a rate, one at a time, so that it is even. */
	private int limit() {
		return (this.watch.last().knobs().maxRowsPerSecond() != null) ? 1 : this.size.chunks();
	}

}
