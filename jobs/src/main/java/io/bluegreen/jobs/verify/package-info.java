/**
 * Compares both sides and answers MATCH, DIFFER or INCOMPLETE.
 */
@NullMarked
package io.bluegreen.jobs.verify;

import org.jspecify.annotations.NullMarked;
