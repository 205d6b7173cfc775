package io.bluegreen.bench;

import java.util.Locale;

/**
 * What a case came to, beside what it is to reach.
 */
record Reached(Target target, double value) {

	boolean met() {
		return this.value <= this.target.most();
	}

	String json() {
		return String.format(Locale.ROOT, "{\"of\": \"%s\", \"value\": %.3f, \"most\": %.3f, \"met\": %b}",
				this.target.of(), this.value, this.target.most(), met());
	}

	String text() {
		return String.format(Locale.ROOT, "%.2f of %.2f %s %s", this.value, this.target.most(), this.target.of(),
				met() ? "met" : "missed");
	}

}
