package io.bluegreen.bench;

import java.util.Locale;

/**
 * A case that is no time.
 *
 * @param unit of the value: its name in JSON
 */
record Metric(String name, String unit, double value) implements Line {

	@Override
	public String json() {
		return String.format(Locale.ROOT, "{\"case\": \"%s\", \"%s\": %.1f}", this.name, this.unit, this.value);
	}

	@Override
	public String text() {
		return String.format(Locale.ROOT, "%-36s %9.1f %s", this.name, this.value, this.unit);
	}

}
