package io.bluegreen.payments.payment;

import java.util.List;
import java.util.Locale;

/**
 * What may become of a payment.
 */
enum Transition {

	CAPTURE("CAPTURED"), REFUND("REFUNDED"), CANCEL("CANCELLED");

	private final String to;

	Transition(String to) {
		this.to = to;
	}

	/** The status afterwards, as Blue has it, and the type of the event. */
	String to() {
		return this.to;
	}

	/** The statuses that it is legal in, as Blue has them. */
	List<String> from() {
		return switch (this) {
			case CAPTURE -> List.of("AUTHORIZED");
			case REFUND -> List.of("CAPTURED");
			case CANCEL -> List.of("PENDING", "AUTHORIZED");
		};
	}

	/** A sentence for whoever asks for it too early or too late. */
	String illegal(String status) {
		return "A payment that is %s cannot be %s.".formatted(status, this.to.toLowerCase(Locale.ROOT));
	}

}
