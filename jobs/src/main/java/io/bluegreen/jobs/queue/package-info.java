/**
 * Keys that are to be set in Green: they changed in Blue, wait for other rows, or were
 * refused.
 */
@NullMarked
package io.bluegreen.jobs.queue;

import org.jspecify.annotations.NullMarked;
