/**
 * Which generations of a service may still write Green.
 */
@NullMarked
package io.bluegreen.jobs.fence;

import org.jspecify.annotations.NullMarked;
