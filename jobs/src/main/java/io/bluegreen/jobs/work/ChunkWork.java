package io.bluegreen.jobs.work;

import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;

/**
 * What is done with a claimed chunk. Both calls happen in the transaction that holds the
 * claim.
 */
public interface ChunkWork {

	/**
	 * Called before the claim: a work that writes makes its transaction visible here.
	 */
	void enter();

	/**
	 * Whether further chunks are worth their time, asked before each claim.
	 */
	default boolean goesOn() {
		return true;
	}

	/**
	 * Does the work of one chunk. Data that fail are part of the outcome, and leave the
	 * transaction usable.
	 */
	ChunkOutcome run(Chunk chunk);

}
