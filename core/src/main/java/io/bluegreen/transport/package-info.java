/**
 * How Blue's rows come within reach of a statement in Green: in one database, or streamed
 * from another one.
 */
@NullMarked
package io.bluegreen.transport;

import org.jspecify.annotations.NullMarked;
