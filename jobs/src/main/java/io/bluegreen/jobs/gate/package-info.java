/**
 * The question that the rollout asks: may traffic move?
 */
@NullMarked
package io.bluegreen.jobs.gate;

import org.jspecify.annotations.NullMarked;
