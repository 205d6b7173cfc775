/**
 * The Spring Batch job that takes chunks from the ledger: seats, claims, pace, and the
 * loop that restarts it.
 */
@NullMarked
package io.bluegreen.jobs.work;

import org.jspecify.annotations.NullMarked;
