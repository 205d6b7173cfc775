/**
 * Answers questions about plans, chunks, differences and verdicts.
 */
@NullMarked
package io.bluegreen.jobs.status;

import org.jspecify.annotations.NullMarked;
