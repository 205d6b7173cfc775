/**
 * Live traffic on Blue, and the dual writes that follow it, with their faults.
 */
@NullMarked
package io.bluegreen.testbed.traffic;

import org.jspecify.annotations.NullMarked;
