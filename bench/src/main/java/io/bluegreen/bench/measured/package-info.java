/**
 * What was measured: values of rounds, and the peak of a process' memory.
 */
@NullMarked
package io.bluegreen.bench.measured;

import org.jspecify.annotations.NullMarked;
