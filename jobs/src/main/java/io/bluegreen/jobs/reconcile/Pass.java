package io.bluegreen.jobs.reconcile;

import java.time.OffsetDateTime;

/**
 * One look at the logs.
 *
 * @param number grows from pass to pass
 * @param beganAt by Green's clock, before any log was read
 */
record Pass(long number, OffsetDateTime beganAt) {
}
