/**
 * Whether Blue and Green are one database or two, and what follows from it.
 */
@NullMarked
package io.bluegreen.topology;

import org.jspecify.annotations.NullMarked;
