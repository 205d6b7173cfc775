package io.bluegreen.testbed.service;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes payments and changes them, and reads them again at once: nobody else writes them,
 * so that each read must say what the last write answered.
 */
final class Caller {

	/** Of the payments that it made, those that it may still touch. */
	private static final int REMEMBERED = 200;

	private final String merchant = "M-" + UUID.randomUUID();

	private final Supplier<URI> service;

	private final Random random;

	private final Tally tally;

	/** As they were last answered. */
	private final List<JsonNode> payments = new ArrayList<>();

	Caller(Supplier<URI> service, Random random, Tally tally) {
		this.service = service;
		this.random = random;
		this.tally = tally;
	}

	/** A write, and a few reads. */
	void step() {
		if (this.payments.isEmpty() || this.random.nextInt(3) == 0) {
			create();
		}
		else {
			change(this.random.nextInt(this.payments.size()));
		}
		if (!this.payments.isEmpty()) {
			read(this.payments.get(this.random.nextInt(this.payments.size())));
			list();
		}
	}

	private void create() {
		String asked = """
				{"merchant": "%s", "amount": "%d.%02d", "currency": "EUR"}""".formatted(this.merchant,
				this.random.nextInt(1000), this.random.nextInt(100));
		@Nullable JsonNode made = write(201, "/payments", asked, "Idempotency-Key", UUID.randomUUID().toString());
		if (made != null) {
			if (this.payments.size() == REMEMBERED) {
				this.payments.remove(0);
			}
			this.payments.add(made);
			read(made);
		}
	}

	private void change(int index) {
		JsonNode payment = this.payments.get(index);
		@Nullable String transition = switch (text(payment, "status")) {
			case "authorized" -> (this.random.nextInt(4) == 0) ? "cancel" : "capture";
			case "captured" -> "refund";
			default -> null;
		};
		if (transition == null) {
			return;
		}
		@Nullable JsonNode changed = write(200, "/payments/" + text(payment, "id") + "/" + transition, "", "If-Match",
				'"' + text(payment, "version") + '"');
		if (changed == null) {
			// Nobody knows what has become of it.
			this.payments.remove(index);
		}
		else {
			this.payments.set(index, changed);
			read(changed);
		}
	}

	private @Nullable JsonNode write(int promised, String path, String body, String header, String value) {
		@Nullable JsonNode answer = answer(promised, "POST " + path,
				() -> Http.post(this.service.get().resolve(path), body, header, value));
		if (answer != null) {
			this.tally.wrote();
		}
		return answer;
	}

	private void read(JsonNode expected) {
		String path = "/payments/" + text(expected, "id");
		@Nullable JsonNode found = answer(200, "GET " + path, () -> Http.get(this.service.get().resolve(path)));
		if (found != null) {
			this.tally.read();
			compare(expected, found);
		}
	}

	/** The newest of its payments, as a page. */
	private void list() {
		JsonNode expected = this.payments.get(this.payments.size() - 1);
		String path = "/payments?merchant=%s&after=%d".formatted(this.merchant,
				Long.parseLong(text(expected, "id")) - 1);
		@Nullable JsonNode page = answer(200, "GET " + path, () -> Http.get(this.service.get().resolve(path)));
		if (page != null) {
			this.tally.read();
			compare(expected, page.path("payments").path(0));
		}
	}

	private void compare(JsonNode expected, JsonNode found) {
		if (!found.equals(expected)) {
			this.tally.stale("was answered " + expected + ", then read " + found);
		}
	}

	private @Nullable JsonNode answer(int promised, String what, Supplier<Http.Answer> request) {
		long begin = System.nanoTime();
		Http.Answer answer;
		try {
			answer = request.get();
		}
		catch (IllegalStateException ex) {
			answer = new Http.Answer(0, String.valueOf(ex.getMessage()));
		}
		this.tally.took(System.nanoTime() - begin);
		if (answer.status() != promised) {
			this.tally.failed("%s: %d %s".formatted(what, answer.status(), answer.text()));
			return null;
		}
		return answer.json();
	}

	private static String text(JsonNode payment, String field) {
		return payment.path(field).asString("");
	}

}
