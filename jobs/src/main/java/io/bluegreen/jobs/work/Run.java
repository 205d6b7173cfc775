package io.bluegreen.jobs.work;

import io.bluegreen.jobs.ledger.Plan;

/**
 * What one process does with one plan, however often its job is started again.
 */
record Run(Plan plan, ChunkWork work, Halving halving, ClaimSize size, WorkListener listener) {
}
