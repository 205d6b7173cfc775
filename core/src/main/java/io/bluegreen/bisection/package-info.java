/**
 * Finds what is to blame in work that failed as a whole, by halving it.
 */
@NullMarked
package io.bluegreen.bisection;

import org.jspecify.annotations.NullMarked;
