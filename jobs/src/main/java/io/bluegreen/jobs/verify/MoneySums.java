package io.bluegreen.jobs.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Sums of both sides by group, added up over ranges.
 */
class MoneySums {

	/** One side's share of a group. */
	private static final class Share {

		private long rows;

		private final List<BigDecimal> sums = new ArrayList<>();

		void add(long more, List<@Nullable String> addends) {
			this.rows += more;
			for (int i = 0; i < addends.size(); i++) {
				BigDecimal addend = (addends.get(i) == null) ? BigDecimal.ZERO : new BigDecimal(addends.get(i));
				if (i < this.sums.size()) {
					this.sums.set(i, this.sums.get(i).add(addend));
				}
				else {
					this.sums.add(addend);
				}
			}
		}

	}

	private final Map<List<String>, Map<String, Share>> groups = new LinkedHashMap<>();

	/**
	 * Adds one range's share.
	 * @param side blue or green
	 * @param group values of the columns that make the group, {@code <null>} for NULL
	 * @param sums as text, null where there was nothing to sum
	 */
	void add(String side, List<String> group, long rows, List<@Nullable String> sums) {
		this.groups.computeIfAbsent(group, (key) -> new TreeMap<>())
			.computeIfAbsent(side, (key) -> new Share())
			.add(rows, sums);
	}

	/**
	 * The groups as a verdict lists them.
	 * @param totals names the columns
	 */
	List<Map<String, Object>> rows(Totals totals) {
		return this.groups.entrySet().stream().sorted(Map.Entry.comparingByKey(MoneySums::order)).map((group) -> {
			Map<String, Object> row = new LinkedHashMap<>();
			for (int i = 0; i < totals.groupBy().size(); i++) {
				row.put(totals.groupBy().get(i).name(), group.getKey().get(i));
			}
			for (String side : List.of("blue", "green")) {
				row.put(side, side(group.getValue().get(side), totals));
			}
			return row;
		}).toList();
	}

	private static Map<String, Object> side(@Nullable Share share, Totals totals) {
		Map<String, Object> side = new LinkedHashMap<>();
		side.put("rows", (share == null) ? 0L : share.rows);
		for (int i = 0; i < totals.sum().size(); i++) {
			BigDecimal sum = (share == null || share.sums.size() <= i) ? BigDecimal.ZERO : share.sums.get(i);
			side.put(totals.sum().get(i).name(), sum.toPlainString());
		}
		return side;
	}

	private static int order(List<String> one, List<String> other) {
		return String.join("\u0000", one).compareTo(String.join("\u0000", other));
	}

}
