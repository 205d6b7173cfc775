/**
 * Why work ends early: errors of the server by what helps against them, refusals, the
 * stop signal.
 */
@NullMarked
package io.bluegreen.failure;

import org.jspecify.annotations.NullMarked;
