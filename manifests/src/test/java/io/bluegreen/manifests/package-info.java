/**
 * Holds what a platform engineer applies to the schemas of its kinds, to the program, and
 * to itself.
 */
@NullMarked
package io.bluegreen.manifests;

import org.jspecify.annotations.NullMarked;
