package io.bluegreen.jobs.verify;

import java.util.List;

import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;

/**
 * Compares what both sides have of some keys, in the current transaction of Green. Rows
 * are looked at one by one only where they disagree.
 */
record SideComparison(Side green, Comparison comparison, SideReader reader) {

	/** By the checksums of a range. */
	RangeResult byChecksum(KeyRange range) {
		List<Sums> sums = this.reader.checksums(range);
		long blue = Sums.rows(sums, "blue");
		long green = Sums.rows(sums, "green");
		boolean same = blue == green && hash(sums, "blue") == hash(sums, "green");
		long source = this.comparison.mapping().isOfTwoTables() ? blue : Sums.rows(sums, "source");
		return seen(range, same, source, blue, green,
				sums.stream().filter((group) -> !group.side().equals("source")).map(Sums::money).toList());
	}

	private static long hash(List<Sums> sums, String side) {
		return sums.stream()
			.filter((group) -> group.side().equals(side))
			.mapToLong(Sums::hash)
			.reduce(0, (one, other) -> one ^ other);
	}

	/** Each row with its counterpart. */
	RangeResult byRow(Keys keys) {
		List<Paired> pairs = this.reader.pairs(keys);
		long green = pairs.stream().mapToLong(Paired::there).sum();
		// A row of Green that is in two pairs has a key that the view shows twice.
		boolean same = pairs.stream().allMatch((group) -> group.differing() == 0)
				&& pairs.stream().mapToLong(Paired::green).sum() == green;
		return seen(keys, same, pairs.stream().mapToLong(Paired::source).sum(),
				pairs.stream().mapToLong(Paired::blue).sum(), green, pairs.stream().flatMap(Paired::money).toList());
	}

	/**
	 * Totals are of rows as they were compared: where keys disagree, of those that the
	 * look found the same. Later looks add the others.
	 */
	private RangeResult seen(Keys keys, boolean same, long source, long blue, long green, List<Group> groups) {
		if (same) {
			return new RangeResult(source, blue, green, blue, 0, 0, 0, groups, List.of());
		}
		RowComparison.Looked looked = new RowComparison(this.green, this.comparison).look(this.reader.inGreen(keys),
				this.reader.fetchRows(keys));
		return new RangeResult(source, blue, green, blue + looked.extra(), looked.differing(), looked.kept(),
				looked.repeated(), looked.groups(), List.of());
	}

}
