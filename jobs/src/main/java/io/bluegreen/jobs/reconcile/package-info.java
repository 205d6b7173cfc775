/**
 * Takes over what changed in Blue since the last pass.
 */
@NullMarked
package io.bluegreen.jobs.reconcile;

import org.jspecify.annotations.NullMarked;
