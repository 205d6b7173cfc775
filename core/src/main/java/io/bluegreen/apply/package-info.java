/**
 * The one write to the target, and the lock that makes every transaction which may still
 * write visible.
 */
@NullMarked
package io.bluegreen.apply;

import org.jspecify.annotations.NullMarked;
