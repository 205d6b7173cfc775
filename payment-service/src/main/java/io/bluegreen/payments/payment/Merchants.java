package io.bluegreen.payments.payment;

import java.util.regex.Pattern;

import io.bluegreen.payments.problem.Refusal;

/**
 * References of merchants.
 */
public final class Merchants {

	static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");

	private Merchants() {
	}

	/**
	 * Refuses what is none.
	 * @throws Refusal of the field merchant
	 */
	public static void check(String merchant) {
		if (!NAME.matcher(merchant).matches()) {
			throw Refusal.ofField("merchant", "no reference of a merchant");
		}
	}

}
