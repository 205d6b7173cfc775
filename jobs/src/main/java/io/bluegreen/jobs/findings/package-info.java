/**
 * What verify found: verdicts and differences, written and read in one place.
 */
@NullMarked
package io.bluegreen.jobs.findings;

import org.jspecify.annotations.NullMarked;
