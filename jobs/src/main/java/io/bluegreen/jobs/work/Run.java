package io.bluegreen.jobs.work;

import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.throttle.Signals;

/**
 * What one process does with one plan, however often its job is started again.
 */
record Run(Plan plan, ChunkWork work, Halving halving, ClaimSize size, Signals signals, WorkListener listener) {
}
