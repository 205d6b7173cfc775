/**
 * What servers and the live service say against working any faster.
 */
@NullMarked
package io.bluegreen.jobs.throttle;

import org.jspecify.annotations.NullMarked;
