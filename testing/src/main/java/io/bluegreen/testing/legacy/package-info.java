/**
 * The legacy payments store: its schema, its roles, and rows as awkward as real ones.
 */
@NullMarked
package io.bluegreen.testing.legacy;

import org.jspecify.annotations.NullMarked;
