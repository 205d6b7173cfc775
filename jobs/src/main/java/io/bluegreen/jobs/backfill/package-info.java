/**
 * Copies history: plans it, applies its chunks, and closes with a reconcile.
 */
@NullMarked
package io.bluegreen.jobs.backfill;

import org.jspecify.annotations.NullMarked;
