/**
 * What holds for the classes of every module.
 */
@NullMarked
package io.bluegreen.testing.architecture;

import org.jspecify.annotations.NullMarked;
