/**
 * Payments are made, captured, refunded and cancelled, in Blue.
 */
@NullMarked
package io.bluegreen.payments.payment;

import org.jspecify.annotations.NullMarked;
