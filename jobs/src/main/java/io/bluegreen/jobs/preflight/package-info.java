/**
 * Refuses, before anything is written, what cannot come out right.
 */
@NullMarked
package io.bluegreen.jobs.preflight;

import org.jspecify.annotations.NullMarked;
