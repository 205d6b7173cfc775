package io.bluegreen.jobs.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.bluegreen.jobs.verify.RangeResult.Group;

/**
 * Sums of both sides by group, added up over ranges. Only so many groups have a sum of
 * their own: a column with a million values must not fill the memory.
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

		List<@Nullable String> nullable() {
			List<@Nullable String> sums = new ArrayList<>();
			sums.addAll(this.sums);
			return sums;
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

	/** Groups that a verdict lists. */
	static final int LISTED = 10_000;

	/** Groups that are noted of one range. */
	static final int OF_A_RANGE = 1000;

	/** All groups that came when there were too many; no columns make it. */
	private static final List<@Nullable String> OTHERS = List.of();

	private final Map<List<@Nullable String>, Map<String, Share>> groups = new LinkedHashMap<>();

	private final int limit;

	/**
	 * No sums yet.
	 * @param limit groups that have a sum of their own
	 */
	MoneySums(int limit) {
		this.limit = limit;
	}

	/**
	 * The same sums in no more groups than that.
	 */
	static List<Group> capped(List<Group> groups, int limit) {
		if (groups.size() <= limit) {
			return groups;
		}
		MoneySums sums = new MoneySums(limit);
		groups.forEach(sums::add);
		List<Group> capped = new ArrayList<>();
		for (Map.Entry<List<@Nullable String>, Map<String, Share>> group : sums.groups.entrySet()) {
			group.getValue()
				.forEach((side, share) -> capped.add(new Group(side, group.getKey(), share.rows, share.nullable())));
		}
		return capped;
	}

	/**
	 * Adds one range's share. A group that comes when there are too many is added to the
	 * others, on both sides.
	 */
	void add(Group share) {
		boolean own = this.groups.containsKey(share.group()) || this.groups.size() < this.limit;
		this.groups.computeIfAbsent(own ? share.group() : OTHERS, (key) -> new TreeMap<>())
			.computeIfAbsent(share.side(), (key) -> new Share())
			.add(share.rows(), share.sums());
	}

	/** What is to be said about groups that have no sum of their own. */
	Optional<String> warning(Totals totals) {
		return (totals.groupBy().isEmpty() || !this.groups.containsKey(OTHERS)) ? Optional.empty() : Optional
			.of("totals have too many groups: those beyond %,d, or %,d of a range, are added up as one, whose columns are null"
				.formatted(this.limit, OF_A_RANGE));
	}

	/**
	 * The groups as a verdict lists them.
	 * @param totals names the columns
	 */
	List<Map<String, @Nullable Object>> rows(Totals totals) {
		return this.groups.entrySet().stream().sorted(Map.Entry.comparingByKey(MoneySums::order)).map((group) -> {
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
			for (int i = 0; i < totals.groupBy().size(); i++) {
				row.put(totals.groupBy().get(i).name(), group.getKey().isEmpty() ? null : group.getKey().get(i));
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
