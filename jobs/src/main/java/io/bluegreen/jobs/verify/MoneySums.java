package io.bluegreen.jobs.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Sums of both sides by group, added up over ranges.
 */
class MoneySums {

	/** One side's share of a group. */
	private static final class Share {

		private long rows;

		private final List<String> sums = new ArrayList<>();

		void add(long more, List<@Nullable String> addends) {
			this.rows += more;
			for (int i = 0; i < addends.size(); i++) {
				String addend = Objects.requireNonNullElse(addends.get(i), "0");
				if (i < this.sums.size()) {
					this.sums.set(i, sum(this.sums.get(i), addend));
				}
				else {
					this.sums.add(sum("0", addend));
				}
			}
		}

		/** Numbers that are none, NaN and the infinities, swallow the others. */
		private static String sum(String one, String other) {
			boolean finite = FINITE.matcher(one).matches();
			if (finite && FINITE.matcher(other).matches()) {
				return new BigDecimal(one).add(new BigDecimal(other)).toPlainString();
			}
			return finite ? other : FINITE.matcher(other).matches() || one.equals(other) ? one : "NaN";
		}

	}

	private static final Pattern FINITE = Pattern.compile("-?[0-9].*");

	private final Map<List<@Nullable String>, Map<String, Share>> groups = new LinkedHashMap<>();

	/**
	 * Adds one range's share.
	 * @param side blue or green
	 * @param group values of the columns that make the group
	 * @param sums as text, null where there was nothing to sum
	 */
	void add(String side, List<@Nullable String> group, long rows, List<@Nullable String> sums) {
		this.groups.computeIfAbsent(group, (key) -> new TreeMap<>())
			.computeIfAbsent(side, (key) -> new Share())
			.add(rows, sums);
	}

	/**
	 * The groups as a verdict lists them.
	 * @param totals names the columns
	 */
	List<Map<String, @Nullable Object>> rows(Totals totals) {
		return this.groups.entrySet().stream().sorted(Map.Entry.comparingByKey(MoneySums::order)).map((group) -> {
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
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
			side.put(totals.sum().get(i).name(), (share == null) ? "0" : share.sums.get(i));
		}
		return side;
	}

	private static int order(List<@Nullable String> one, List<@Nullable String> other) {
		return one.toString().compareTo(other.toString());
	}

}
