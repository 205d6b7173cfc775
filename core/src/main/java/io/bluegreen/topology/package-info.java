/**
 * Whether the source and the target are one database or two, and what follows from it.
 */
@NullMarked
package io.bluegreen.topology;

import org.jspecify.annotations.NullMarked;
