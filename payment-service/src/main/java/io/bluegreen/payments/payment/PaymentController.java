package io.bluegreen.payments.payment;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.dualwrite.DualWrite;
import io.bluegreen.dualwrite.Release;
import io.bluegreen.dualwrite.RowKey;
import io.bluegreen.payments.problem.Refusal;

/**
 * Requests that write.
 */
@RestController
@RequestMapping(path = "/payments", produces = MediaType.APPLICATION_JSON_VALUE)
class PaymentController {

	private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

	private final Payments payments;

	private final DualWrite dualWrite;

	private final Release release;

	private final Duration awaitGreen;

	private final JsonMapper json;

	PaymentController(Payments payments, DualWrite dualWrite, Release release,
			@Value("${payments.await-green}") Duration awaitGreen, JsonMapper json) {
		this.payments = payments;
		this.dualWrite = dualWrite;
		this.release = release;
		this.awaitGreen = awaitGreen;
		this.json = json;
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<String> create(@RequestHeader("Idempotency-Key") String key, @RequestBody NewPayment asked) {
		if (!KEY.matcher(key).matches()) {
			throw Refusal.of(HttpStatus.BAD_REQUEST, "no-idempotency-key",
					"Idempotency-Key takes 1 to 128 visible characters of ASCII.");
		}
		asked.check();
		String answer = this.payments.create(key, asked);
		JsonNode payment = this.json.readTree(answer);
		String id = payment.get("id").asString();
		awaitGreen(id);
		return ResponseEntity.created(URI.create("/payments/" + id))
			.header(HttpHeaders.ETAG, '"' + payment.get("version").asString() + '"')
			.contentType(MediaType.APPLICATION_JSON)
			.body(answer);
	}

	@PostMapping("/{id}/capture")
	ResponseEntity<Payment> capture(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@RequestBody(required = false) @Nullable SeenVersion body) {
		return change(id, SeenVersion.of(ifMatch, body), Transition.CAPTURE);
	}

	@PostMapping("/{id}/refund")
	ResponseEntity<Payment> refund(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@RequestBody(required = false) @Nullable SeenVersion body) {
		return change(id, SeenVersion.of(ifMatch, body), Transition.REFUND);
	}

	@PostMapping("/{id}/cancel")
	ResponseEntity<Payment> cancel(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@RequestBody(required = false) @Nullable SeenVersion body) {
		return change(id, SeenVersion.of(ifMatch, body), Transition.CANCEL);
	}

	private ResponseEntity<Payment> change(String id, long version, Transition transition) {
		Payment payment = this.payments.change(PaymentIds.of(id), version, transition);
		awaitGreen(payment.id());
		return ResponseEntity.ok().header(HttpHeaders.ETAG, payment.etag()).body(payment);
	}

	/** So that the next read finds it in Green, mostly. */
	private void awaitGreen(String id) {
		if (this.release.stage().readsGreen()) {
			this.dualWrite.await(RowKey.of("payments", id), this.awaitGreen);
		}
	}

}
