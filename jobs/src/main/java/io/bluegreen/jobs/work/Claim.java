package io.bluegreen.jobs.work;

import java.util.List;

import io.bluegreen.jobs.ledger.Chunk;

/**
 * Chunks whose row locks the current transaction holds: the item of the step. An empty
 * claim means that others hold all that is left; the step goes on, since one of them may
 * die.
 *
 * @param pid of the session that holds it
 */
record Claim(List<Chunk> chunks, int pid) {
}
