package io.bluegreen.payments.read;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.bluegreen.payments.payment.Payment;

/**
 * A page of payments.
 *
 * @param next what to ask for as {@code after}; absent: there are no more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Page(List<Payment> payments, @Nullable String next) {
}
