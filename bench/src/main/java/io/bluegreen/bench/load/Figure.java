package io.bluegreen.bench.load;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.bluegreen.bench.measured.Samples;

/**
 * One thing that was measured.
 *
 * @param name of the case
 * @param unit of the value
 * @param value the median of the rounds
 * @param ratio to the case that it is held against, the median of each round's; null
 * where there is none
 * @param bound how far the ratio, or else the value, may go; null where it is only told
 */
public record Figure(String name, String unit, double value, @Nullable Double ratio, @Nullable Bound bound) {

	/** What is to be reached. */
	public record Bound(double limit, boolean atMost) {

		static Bound atMost(double limit) {
			return new Bound(limit, true);
		}

		static Bound atLeast(double limit) {
			return new Bound(limit, false);
		}

		/** Whether something is within. */
		public boolean holds(double value) {
			return this.atMost ? value <= this.limit : value >= this.limit;
		}

	}

	static Figure of(String name, String unit, double value) {
		return new Figure(name, unit, value, null, null);
	}

	static Figure of(String name, String unit, List<Double> values) {
		return of(name, unit, new Samples(values).median());
	}

	/**
	 * Something that is held against another.
	 */
	static Figure of(String name, String unit, List<Double> values, List<Double> others, Bound bound) {
		Samples samples = new Samples(values);
		return new Figure(name, unit, samples.median(), samples.dividedBy(new Samples(others)).median(), bound);
	}

}
