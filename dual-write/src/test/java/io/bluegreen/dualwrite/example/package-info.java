/**
 * A service as the README shows it.
 */
@NullMarked
package io.bluegreen.dualwrite.example;

import org.jspecify.annotations.NullMarked;
