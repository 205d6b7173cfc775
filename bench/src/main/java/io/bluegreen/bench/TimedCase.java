package io.bluegreen.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.bluegreen.bench.measured.Samples;

/**
 * What something took, and what it takes at least.
 *
 * @param seconds of each round
 * @param rows that were worked on; 0 if that is no matter of rows
 * @param floors ways to do the same with nothing around it, of which the fastest counts;
 * may be empty
 * @param reached its targets
 */
record TimedCase(String name, Samples seconds, long rows, List<Samples> floors, List<Reached> reached) implements Line {

	static final String HEADING = String.format(Locale.ROOT, "%-36s %9s %19s %11s %9s %7s  %s", "case", "seconds",
			"min .. max", "rows/s", "floor", "ratio", "targets");

	TimedCase with(List<Reached> targets) {
		return new TimedCase(this.name, this.seconds, this.rows, this.floors, targets);
	}

	Optional<Samples> floor() {
		return this.floors.stream().min(Comparator.comparingDouble(Samples::median));
	}

	Optional<Double> ratio() {
		return floor().map((floor) -> this.seconds.dividedBy(floor).median());
	}

	double rowsPerSecond() {
		return this.rows / this.seconds.median();
	}

	@Override
	public String json() {
		String rate = (this.rows == 0) ? "" : String.format(Locale.ROOT, ", \"rowsPerSecond\": %.0f", rowsPerSecond());
		String floor = floor()
			.map((found) -> String.format(Locale.ROOT, ", \"floor\": %.3f, \"ratio\": %.3f", found.median(),
					ratio().orElseThrow()))
			.orElse("");
		String targets = this.reached.isEmpty() ? ""
				: this.reached.stream().map(Reached::json).collect(Collectors.joining(", ", ", \"targets\": [", "]"));
		return String.format(Locale.ROOT, "{\"case\": \"%s\", \"seconds\": %.3f%s%s%s}", this.name,
				this.seconds.median(), rate, floor, targets);
	}

	@Override
	public String text() {
		String rate = (this.rows == 0) ? "" : String.format(Locale.ROOT, "%,.0f", rowsPerSecond());
		String floor = floor().map((found) -> String.format(Locale.ROOT, "%.2f", found.median())).orElse("");
		String ratio = ratio().map((found) -> String.format(Locale.ROOT, "%.3f", found)).orElse("");
		return String
			.format(Locale.ROOT, "%-36s %9.2f %8.2f .. %7.2f %11s %9s %7s  %s", this.name, this.seconds.median(),
					this.seconds.min(), this.seconds.max(), rate, floor, ratio,
					this.reached.stream().map(Reached::text).collect(Collectors.joining("; ")))
			.stripTrailing();
	}

}
