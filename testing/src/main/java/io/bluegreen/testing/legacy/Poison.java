package io.bluegreen.testing.legacy;

import java.math.BigDecimal;

/**
 * Payments that the legacy store accepts and a mapping refuses.
 */
public enum Poison {

	/**
	 * Attributes that are no list of k=v.
	 */
	BROKEN_ATTRIBUTES("10.00", "EUR", "PENDING", "broken"),

	/**
	 * A status that nobody knows.
	 */
	UNKNOWN_STATUS("10.00", "EUR", "???", "channel=web"),

	/**
	 * An amount finer than its currency's minor unit, and larger than anyone would
	 * expect.
	 */
	AMOUNT_TOO_LARGE("99999999999999.9999", "EUR", "PENDING", "channel=web"),

	/**
	 * A currency that is not declared, so that its decimals are not known.
	 */
	UNKNOWN_CURRENCY("10.00", "XXX", "PENDING", "channel=web");

	private final BigDecimal amount;

	private final String currency;

	private final String status;

	private final String attributes;

	Poison(String amount, String currency, String status, String attributes) {
		this.amount = new BigDecimal(amount);
		this.currency = currency;
		this.status = status;
		this.attributes = attributes;
	}

	BigDecimal amount() {
		return this.amount;
	}

	String currency() {
		return this.currency;
	}

	String status() {
		return this.status;
	}

	String attributes() {
		return this.attributes;
	}

}
