/**
 * Chaos: the packaged program under live writes while faults strike its processes, its
 * sessions and the network.
 */
@NullMarked
package io.bluegreen.testbed.chaos;

import org.jspecify.annotations.NullMarked;
