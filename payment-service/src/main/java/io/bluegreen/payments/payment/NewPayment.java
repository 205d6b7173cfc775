package io.bluegreen.payments.payment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.bluegreen.payments.problem.Refusal;

/**
 * What a new payment is asked for with.
 *
 * @param amount decimal text in major units
 * @param currency of ISO 4217
 * @param cardToken of whoever keeps the card's number, which must never come here
 */
record NewPayment(@Nullable String merchant, @Nullable String amount, @Nullable String currency,
		@Nullable String description, @Nullable String cardToken, @Nullable String cardLast4) {

	private static final Pattern DESCRIPTION = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,500}");

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final Pattern LAST4 = Pattern.compile("[0-9]{4}");

	/**
	 * Refuses what makes no sense.
	 * @throws Refusal that names each such field
	 */
	void check() {
		List<Refusal.FieldError> errors = new ArrayList<>();
		require(errors, "merchant", this.merchant, Merchants.NAME,
				"1 to 64 letters, digits or one of . _ : / -, beginning with a letter or digit");
		if (this.currency == null || Money.digits(this.currency) < 0) {
			errors.add(new Refusal.FieldError("currency", "a currency of ISO 4217, such as EUR"));
		}
		else if (this.amount == null || !Money.isAmount(this.amount, this.currency)) {
			errors.add(new Refusal.FieldError("amount",
					"a positive amount as text, with at most %d decimals in this currency"
						.formatted(Money.digits(this.currency))));
		}
		allow(errors, "description", this.description, DESCRIPTION, "1 to 500 characters, none of them for control");
		allow(errors, "cardToken", this.cardToken, TOKEN, "1 to 64 letters, digits, _ or -");
		allow(errors, "cardLast4", this.cardLast4, LAST4, "four digits");
		if (!errors.isEmpty()) {
			throw Refusal.ofFields(errors);
		}
	}

	private static void require(List<Refusal.FieldError> errors, String field, @Nullable String value, Pattern form,
			String detail) {
		if (value == null || !form.matcher(value).matches()) {
			errors.add(new Refusal.FieldError(field, detail));
		}
	}

	private static void allow(List<Refusal.FieldError> errors, String field, @Nullable String value, Pattern form,
			String detail) {
		if (value != null) {
			require(errors, field, value, form, detail);
		}
	}

}
