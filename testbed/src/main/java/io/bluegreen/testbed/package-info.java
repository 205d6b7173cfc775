/**
 * The testbed's command line.
 */
@NullMarked
package io.bluegreen.testbed;

import org.jspecify.annotations.NullMarked;
