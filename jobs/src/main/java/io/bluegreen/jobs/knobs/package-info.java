/**
 * What people set for a plan while processes work on it.
 */
@NullMarked
package io.bluegreen.jobs.knobs;

import org.jspecify.annotations.NullMarked;
