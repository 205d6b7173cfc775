/**
 * How the source's rows come within reach of a statement in the target: in one database,
 * or streamed from another one.
 */
@NullMarked
package io.bluegreen.transport;

import org.jspecify.annotations.NullMarked;
