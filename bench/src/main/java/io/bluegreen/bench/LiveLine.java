package io.bluegreen.bench;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.bluegreen.bench.load.Figure;

/**
 * Something that was measured of live writes.
 */
record LiveLine(Figure figure) implements Line {

	@Override
	public String json() {
		String ratio = (this.figure.ratio() == null) ? ""
				: String.format(Locale.ROOT, ", \"ratio\": %.3f", this.figure.ratio());
		Figure.@Nullable Bound bound = this.figure.bound();
		String target = (bound == null) ? "" : String.format(Locale.ROOT, ", \"%s\": %.2f, \"met\": %b",
				bound.atMost() ? "most" : "least", bound.limit(), bound.holds(judged()));
		return String.format(Locale.ROOT, "{\"case\": \"%s\", \"%s\": %.3f%s%s}", this.figure.name(),
				this.figure.unit(), this.figure.value(), ratio, target);
	}

	@Override
	public String text() {
		String ratio = (this.figure.ratio() == null) ? ""
				: String.format(Locale.ROOT, "ratio %.3f", this.figure.ratio());
		Figure.@Nullable Bound bound = this.figure.bound();
		String target = (bound == null) ? "" : String.format(Locale.ROOT, "of %s %.2f %s",
				bound.atMost() ? "at most" : "at least", bound.limit(), bound.holds(judged()) ? "met" : "missed");
		return String
			.format(Locale.ROOT, "%-36s %9.2f %-12s %s %s", this.figure.name(), this.figure.value(), this.figure.unit(),
					ratio, target)
			.stripTrailing();
	}

	private double judged() {
		return (this.figure.ratio() == null) ? this.figure.value() : this.figure.ratio();
	}

}
