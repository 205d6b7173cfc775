/**
 * Two versions of a service, asked the same: whether callers could tell them apart.
 */
@NullMarked
package io.bluegreen.jobs.shadow;

import org.jspecify.annotations.NullMarked;
