/**
 * What changed in the source: tracked tables, and their change logs read from one
 * position to the next.
 */
@NullMarked
package io.bluegreen.tracking;

import org.jspecify.annotations.NullMarked;
