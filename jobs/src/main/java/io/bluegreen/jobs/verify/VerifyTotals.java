package io.bluegreen.jobs.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.bluegreen.jobs.findings.Reason;

/**
 * What verify saw in all ranges. It grows with the groups of the totals and with the
 * kinds of errors, not with the ranges.
 */
class VerifyTotals {

	/** Keys of one error that are named. */
	private static final int NAMED = 5;

	/** Rows that one error kept from being compared. */
	private static final class Unread {

		private long keys;

		private long parts;

		private final List<List<String>> first = new ArrayList<>();

		void add(RangeResult.Unread unread) {
			List<String> key = unread.key();
			if (key == null) {
				this.parts++;
				return;
			}
			this.keys++;
			if (this.first.size() < NAMED) {
				this.first.add(key);
			}
		}

	}

	private RangeResult sum = RangeResult.NOTHING;

	private final MoneySums money = new MoneySums(MoneySums.LISTED);

	private final Map<String, Unread> unread = new LinkedHashMap<>();

	void add(RangeResult range) {
		this.sum = this.sum.plus(new RangeResult(range.source(), range.blue(), range.green(), range.scanned(),
				range.differing(), range.kept(), range.repeated(), List.of(), List.of()));
		add(range.groups());
		range.unread()
			.forEach((unread) -> this.unread.computeIfAbsent(unread.error(), (error) -> new Unread()).add(unread));
	}

	/** Adds rows to the totals alone. */
	void add(List<RangeResult.Group> groups) {
		groups.stream().filter((group) -> group.rows() > 0).forEach(this.money::add);
	}

	/** The sum, without groups and errors. */
	RangeResult sum() {
		return this.sum;
	}

	MoneySums money() {
		return this.money;
	}

	/**
	 * A reason for each error.
	 * @param key the columns' names
	 */
	List<Reason> unread(List<String> key) {
		return this.unread.entrySet().stream().map((error) -> {
			Unread all = error.getValue();
			return new Reason(Reason.Code.NOT_EVALUATED, all.keys, all.first,
					"the view cannot evaluate %d rows%s: %s; the first keys (%s): %s".formatted(all.keys,
							(all.parts > 0) ? " and %d parts of ranges".formatted(all.parts) : "", error.getKey(),
							String.join(", ", key),
							all.first.stream()
								.map((values) -> String.join(", ", values))
								.collect(Collectors.joining("; "))));
		}).toList();
	}

}
