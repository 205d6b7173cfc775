package io.bluegreen.jobs.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One side's share of a group of a range.
 *
 * @param side blue, green, or source: the table below the view, which is only counted
 * @param hash of all rows, whatever their order
 * @param sums of the columns to be summed, as text
 */
record Sums(String side, List<@Nullable String> group, long rows, long hash, List<@Nullable String> sums) {

	static Sums of(ResultSet row, int i) throws SQLException {
		return new Sums(row.getString("side"), PgArrays.of(row.getArray("money")), row.getLong("n"),
				row.getLong("hash"), PgArrays.of(row.getArray("sums")));
	}

	/** Rows of one side. */
	static long rows(List<Sums> sums, String side) {
		return sums.stream().filter((group) -> group.side().equals(side)).mapToLong(Sums::rows).sum();
	}

	RangeResult.Group money() {
		return new RangeResult.Group(this.side, this.group, this.rows, this.sums);
	}

}
