package io.bluegreen.jobs.work;

import java.util.List;
import java.util.Optional;

import io.bluegreen.jobs.ledger.Chunk;

/**
 * Chunks whose row locks the current transaction holds: the item of the step. An empty
 * claim means that others hold all that is left; the step goes on, since one of them may
 * die.
 *
 * @param unplanned the rest of the plan, to be cut into chunks; then there are no others
 * @param pid of the session that holds it
 */
record Claim(List<Chunk> chunks, Optional<Chunk> unplanned, int pid) {
}
