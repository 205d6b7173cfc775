package io.bluegreen.payments.read;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.bluegreen.payments.payment.Merchants;
import io.bluegreen.payments.payment.Payment;
import io.bluegreen.payments.payment.PaymentIds;
import io.bluegreen.payments.problem.Refusal;

/**
 * Requests that read.
 */
@RestController
@RequestMapping(path = "/payments", produces = MediaType.APPLICATION_JSON_VALUE)
class ReadController {

	private static final int MOST = 100;

	private final PaymentReader payments;

	private final ShadowReads shadow;

	ReadController(PaymentReader payments, ShadowReads shadow) {
		this.payments = payments;
		this.shadow = shadow;
	}

	@GetMapping("/{id}")
	ResponseEntity<Payment> one(@PathVariable String id) {
		long number = PaymentIds.of(id);
		Optional<Payment> found = this.payments.find(number);
		// Green may have one that Blue has not.
		this.shadow.read(number);
		Payment payment = found.orElseThrow(PaymentIds::unknown);
		return ResponseEntity.ok().header(HttpHeaders.ETAG, payment.etag()).body(payment);
	}

	@GetMapping
	Page page(@RequestParam(required = false) @Nullable String merchant,
			@RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "20") int limit) {
		if (merchant != null) {
			Merchants.check(merchant);
		}
		if (after != null && !PaymentIds.isNumber(after)) {
			throw Refusal.ofField("after", "the id of a payment");
		}
		if (limit < 1 || limit > MOST) {
			throw Refusal.ofField("limit", "1 to " + MOST);
		}
		Page page = this.payments.page(merchant, (after == null) ? Long.MIN_VALUE : Long.parseLong(after), limit);
		page.payments().forEach((payment) -> this.shadow.read(payment.number()));
		return page;
	}

}
