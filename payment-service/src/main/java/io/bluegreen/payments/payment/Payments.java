package io.bluegreen.payments.payment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.dualwrite.DualWrite;
import io.bluegreen.payments.idempotency.IdempotencyKeys;
import io.bluegreen.payments.problem.Refusal;

/**
 * Makes and changes payments in Blue, each in one transaction with its event, and tells
 * the dual write of them.
 */
@Service
class Payments {

	private final TransactionTemplate transaction;

	private final BluePayments blue;

	private final IdempotencyKeys keys;

	private final DualWrite dualWrite;

	private final JsonMapper json;

	Payments(TransactionTemplate transaction, BluePayments blue, IdempotencyKeys keys, DualWrite dualWrite,
			JsonMapper json) {
		this.transaction = transaction;
		this.blue = blue;
		this.keys = keys;
		this.dualWrite = dualWrite;
		this.json = json;
	}

	/**
	 * Makes a payment, once.
	 * @return the payment as it was when it was made, in JSON
	 * @throws Refusal if the key came with another request, or nobody declared the
	 * currency
	 */
	String create(String key, NewPayment asked) {
		byte[] fingerprint = sha256(this.json.writeValueAsString(asked));
		return committed(() -> this.keys.once(key, fingerprint, () -> {
			Payment payment = this.blue.insert(asked)
				.orElseThrow(() -> Refusal.ofField("currency", "a currency that is not accepted here"));
			changed(payment);
			return this.json.writeValueAsString(payment);
		}));
	}

	/**
	 * Changes a payment.
	 * @param version that the caller has seen
	 * @throws Refusal if there is none, it has another version, or its status does not
	 * allow it
	 */
	Payment change(long id, long version, Transition transition) {
		return committed(() -> {
			Payment payment = this.blue.change(id, version, transition)
				.orElseThrow(() -> refusal(id, version, transition));
			changed(payment);
			return payment;
		});
	}

	private void changed(Payment payment) {
		int event = this.blue.event(payment.number());
		this.dualWrite.changed("payments", payment.id());
		this.dualWrite.changed("payment_events", payment.id(), event);
	}

	private Refusal refusal(long id, long version, Transition transition) {
		Payment now = this.blue.find(id).orElseThrow(PaymentIds::unknown);
		if (!now.version().equals(String.valueOf(version))) {
			return Refusal.of(HttpStatus.PRECONDITION_FAILED, "stale-version",
					"The payment has changed since that version.");
		}
		return Refusal.of(HttpStatus.CONFLICT, "illegal-transition", transition.illegal(now.status()));
	}

	private <T> T committed(Supplier<T> work) {
		return Objects.requireNonNull(this.transaction.execute((status) -> work.get()));
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

}
