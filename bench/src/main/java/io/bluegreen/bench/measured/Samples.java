package io.bluegreen.bench.measured;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured of one thing, a value a round.
 *
 * @param values in the order of the rounds; at least one
 */
public record Samples(List<Double> values) {

	public static Samples of(double... values) {
		return new Samples(Arrays.stream(values).boxed().toList());
	}

	public double median() {
		double[] sorted = this.values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	public double min() {
		return this.values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
	}

	public double max() {
		return this.values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	/**
	 * Round by round, so that what slows a whole round down does not count.
	 */
	public Samples dividedBy(Samples divisor) {
		return new Samples(IntStream.range(0, this.values.size())
			.mapToObj((round) -> this.values.get(round) / divisor.values.get(round))
			.toList());
	}

	/**
	 * Round by round.
	 */
	public Samples plus(Samples addend) {
		return new Samples(IntStream.range(0, this.values.size())
			.mapToObj((round) -> this.values.get(round) + addend.values.get(round))
			.toList());
	}

}
