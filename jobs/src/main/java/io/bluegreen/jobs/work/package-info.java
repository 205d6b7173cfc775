/**
 * The Spring Batch job that takes chunks from the ledger: slots, claims, throttle, and
 * the loop that restarts it.
 */
@NullMarked
package io.bluegreen.jobs.work;

import org.jspecify.annotations.NullMarked;
