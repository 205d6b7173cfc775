/**
 * Mends the rows that a verdict found to differ, and verifies exactly those again.
 */
@NullMarked
package io.bluegreen.jobs.repair;

import org.jspecify.annotations.NullMarked;
