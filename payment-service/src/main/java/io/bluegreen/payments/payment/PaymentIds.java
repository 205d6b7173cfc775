package io.bluegreen.payments.payment;

import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;

import io.bluegreen.payments.problem.Refusal;

/**
 * Whole numbers as callers write them: ids and versions.
 */
public final class PaymentIds {

	private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

	private PaymentIds() {
	}

	/**
	 * The payment that a path names.
	 * @throws Refusal if it can be none
	 */
	public static long of(String text) {
		if (!isNumber(text)) {
			throw unknown();
		}
		return Long.parseLong(text);
	}

	/** Whether a text is a number of 64 bits. */
	public static boolean isNumber(String text) {
		if (!NUMBER.matcher(text).matches()) {
			return false;
		}
		try {
			Long.parseLong(text);
			return true;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	/** No such payment is there. */
	public static Refusal unknown() {
		return Refusal.of(HttpStatus.NOT_FOUND, "unknown-payment", "No payment has this id.");
	}

}
