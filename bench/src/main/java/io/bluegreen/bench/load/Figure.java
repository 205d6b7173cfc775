package io.bluegreen.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
		return of(name, unit, median(values));
	}

	/**
	 * Something that is held against another, round by round, so that what slows a whole
	 * round down does not count.
	 */
	static Figure of(String name, String unit, List<Double> values, List<Double> others, Bound bound) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < values.size(); round++) {
			ratios.add(values.get(round) / others.get(round));
		}
		return new Figure(name, unit, median(values), median(ratios), bound);
	}

	private static double median(List<Double> values) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}
