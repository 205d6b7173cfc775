/**
 * Brings both databases to the shape that the jobs need.
 */
@NullMarked
package io.bluegreen.jobs.migrate;

import org.jspecify.annotations.NullMarked;
