package io.bluegreen.payments.payment;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * Amounts as decimal text, with the minor units of ISO 4217.
 */
public final class Money {

	private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,4})?");

	private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

	private Money() {
	}

	/**
	 * How many decimals a currency has.
	 * @return -1 if it is no currency that is paid with
	 */
	public static int digits(String currency) {
		if (!CURRENCY.matcher(currency).matches()) {
			return -1;
		}
		try {
			return Currency.getInstance(currency).getDefaultFractionDigits();
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

	/** Whether this is a positive amount of a currency, in its minor units. */
	static boolean isAmount(String amount, String currency) {
		if (!AMOUNT.matcher(amount).matches()) {
			return false;
		}
		BigDecimal value = new BigDecimal(amount);
		return value.signum() > 0 && value.scale() <= digits(currency);
	}

	/**
	 * All digits that the currency has, and none that says nothing beyond; a legacy
	 * amount that is finer stays as it is.
	 */
	public static String text(BigDecimal amount, String currency) {
		BigDecimal shortest = amount.stripTrailingZeros();
		int digits = Math.max(digits(currency), 0);
		return ((shortest.scale() <= digits) ? shortest.setScale(digits) : shortest).toPlainString();
	}

}
