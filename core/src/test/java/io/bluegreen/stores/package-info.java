/**
 * Databases that are migrated as the program migrates them, for tests.
 */
@NullMarked
package io.bluegreen.stores;

import org.jspecify.annotations.NullMarked;
