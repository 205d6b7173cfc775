/**
 * What holds for the whole of the house.
 */
@NullMarked
package io.bluegreen;

import org.jspecify.annotations.NullMarked;
