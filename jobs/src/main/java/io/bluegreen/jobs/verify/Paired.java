package io.bluegreen.jobs.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A group of pairs of a range.
 *
 * @param group of Green's rows, hence of both where the pairs are the same
 * @param blue rows of Blue in it
 * @param green rows of Green in it
 * @param differing pairs that are not the same
 * @param source rows of the table below the view, in any pair or none
 * @param there rows of Green, in any pair or none
 */
record Paired(List<@Nullable String> group, long blue, long green, long differing, List<@Nullable String> blueSums,
		List<@Nullable String> greenSums, long source, long there) {

	static Paired of(ResultSet row, int i) throws SQLException {
		return new Paired(PgArrays.of(row.getArray("money")), row.getLong("blue"), row.getLong("green"),
				row.getLong("differing"), PgArrays.of(row.getArray("blue_sums")),
				PgArrays.of(row.getArray("green_sums")), row.getLong("source"), row.getLong("there"));
	}

	/** No pair, but rows of the source. */
	static Paired ofSource(long rows) {
		return new Paired(List.of(), 0, 0, 0, List.of(), List.of(), rows, 0);
	}

	Stream<RangeResult.Group> money() {
		return Stream
			.of(new RangeResult.Group("blue", this.group, this.blue, this.blueSums),
					new RangeResult.Group("green", this.group, this.green, this.greenSums))
			.filter((side) -> side.rows() > 0);
	}

}
