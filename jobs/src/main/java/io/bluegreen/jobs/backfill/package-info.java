/**
 * Copies history: plans it, applies its chunks, and closes with a reconcile; or, in a dry
 * run, predicts all that.
 */
@NullMarked
package io.bluegreen.jobs.backfill;

import org.jspecify.annotations.NullMarked;
