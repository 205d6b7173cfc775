package io.bluegreen.payments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller who knows what must have become of the payments that it made, and takes no
 * other answer, through whichever instance.
 */
final class RandomCaller {

	private static final Map<String, String> LEGAL = Map.of("authorized capture", "captured", "authorized cancel",
			"cancelled", "captured refund", "refunded");

	private static final List<String> TRANSITIONS = List.of("capture", "cancel", "refund");

	private final String name;

	private final Random random;

	private final List<Api> instances;

	private final List<Known> payments = new ArrayList<>();

	private final Map<String, Integer> done = new HashMap<>();

	RandomCaller(String name, long seed, List<Api> instances) {
		this.name = name;
		this.random = new Random(seed);
		this.instances = instances;
	}

	/** A payment, the answer that it was made with, and how it is now. */
	static final class Known {

		private final String key;

		private final String amount;

		private final Api.Answer made;

		private Api.Answer now;

		Known(String key, String amount, Api.Answer made) {
			this.key = key;
			this.amount = amount;
			this.made = made;
			this.now = made;
		}

		String id() {
			return this.made.text("id");
		}

	}

	/** What was done, and how often. */
	Map<String, Integer> done() {
		return this.done;
	}

	List<String> ids() {
		return this.payments.stream().map(Known::id).toList();
	}

	void step() {
		int dice = this.random.nextInt(100);
		if (this.payments.isEmpty() || dice < 20) {
			make();
			return;
		}
		Known payment = this.payments.get(this.random.nextInt(this.payments.size()));
		if (dice < 30) {
			repeat(payment);
		}
		else if (dice < 65) {
			change(payment, TRANSITIONS.get(this.random.nextInt(3)));
		}
		else if (dice < 75) {
			changeTwice(payment, TRANSITIONS.get(this.random.nextInt(3)));
		}
		else if (dice < 95) {
			read(payment);
		}
		else {
			readPage();
		}
	}

	private Api any() {
		return this.instances.get(this.random.nextInt(this.instances.size()));
	}

	private void note(String what) {
		this.done.merge(what, 1, Integer::sum);
	}

	/** Twice at once, or once. */
	private void make() {
		String key = this.name + "-" + this.payments.size();
		String amount = "%d.%02d".formatted(1 + this.random.nextInt(1000), this.random.nextInt(100));
		var first = any().postLater("/payments", Api.payment(amount, "EUR"), "Idempotency-Key", key);
		if (this.random.nextBoolean()) {
			Api.Answer second = any().create(key, amount, "EUR");
			assertThat(second.body()).isEqualTo(first.join().body());
			note("made twice at once");
		}
		assertThat(first.join().status()).as(first.join().body()).isEqualTo(201);
		this.payments.add(new Known(key, amount, first.join()));
		note("made");
	}

	private void repeat(Known payment) {
		assertThat(any().create(payment.key, payment.amount, "EUR").body()).isEqualTo(payment.made.body());
		assertThat(any().create(payment.key, payment.amount, "USD").status()).isEqualTo(422);
		note("repeated");
	}

	private void change(Known payment, String transition) {
		boolean stale = this.random.nextInt(4) == 0;
		Api.Answer answer = any().change(payment.id(), transition, stale ? "1" : payment.now.text("version"));
		String legal = LEGAL.get(payment.now.text("status") + " " + transition);
		if (stale) {
			assertThat(answer.status()).as(answer.body()).isEqualTo(412);
			note("stale");
		}
		else if (legal == null) {
			assertThat(answer.status()).as(answer.body()).isEqualTo(409);
			note("illegal");
		}
		else {
			changed(payment, answer, legal);
		}
	}

	private void changed(Known payment, Api.Answer answer, String status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("status")).isEqualTo(status);
		assertThat(Long.parseLong(answer.text("version"))).isGreaterThan(Long.parseLong(payment.now.text("version")));
		payment.now = answer;
		note("changed");
	}

	/** One of two callers wins, never both. */
	private void changeTwice(Known payment, String transition) {
		String legal = LEGAL.get(payment.now.text("status") + " " + transition);
		var first = any().postLater("/payments/" + payment.id() + "/" + transition, "", "If-Match",
				payment.now.header("ETag"));
		Api.Answer second = any().change(payment.id(), transition, payment.now.text("version"));
		List<Integer> statuses = List.of(first.join().status(), second.status());
		if (legal == null) {
			assertThat(statuses).containsOnly(409);
		}
		else {
			assertThat(statuses).containsExactlyInAnyOrder(200, 412);
			changed(payment, (second.status() == 200) ? second : first.join(), legal);
			note("raced");
		}
	}

	private void read(Known payment) {
		Api.Answer read = any().get("/payments/" + payment.id());
		assertThat(read.status()).as(read.body()).isEqualTo(200);
		assertThat(read.json()).isEqualTo(payment.now.json());
		note("read");
	}

	private void readPage() {
		Known first = this.payments.get(0);
		Api.Answer page = any().get("/payments?merchant=M-1&limit=100&after=" + (Long.parseLong(first.id()) - 1));
		assertThat(page.json().get("payments").get(0)).isEqualTo(first.now.json());
		note("read as a page");
	}

}
