/**
 * Payments are read, from Green where it has what Blue has.
 */
@NullMarked
package io.bluegreen.payments.read;

import org.jspecify.annotations.NullMarked;
