package io.bluegreen.jobs.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;
import io.bluegreen.transport.RowSource;

/**
 * The look at the rows of keys that disagree, one by one: notes those that are not the
 * same, and sums up the others.
 */
class RowComparison {

	private final Side green;

	private final Comparison comparison;

	RowComparison(Side green, Comparison comparison) {
		this.green = green;
		this.comparison = comparison;
	}

	/**
	 * What was found.
	 *
	 * @param differing keys that are not the same
	 * @param kept how many of them were noted
	 * @param extra how many of them only Green has
	 * @param repeated rows of the view whose key it had shown before, or of Green where
	 * tables inherit from it
	 * @param groups of the rows that are the same
	 */
	record Looked(long differing, long kept, long extra, long repeated, List<Group> groups) {
	}

	/**
	 * Compares rows, in the current transaction of Green.
	 * @param keys of the rows in Green
	 * @param rows those of Blue
	 */
	Looked look(Keys keys, RowSource rows) {
		List<Group> groups = new ArrayList<>();
		return this.comparison.statement(this.green, this.comparison.sql().look(keys, rows), keys)
			.params(rows.parameters())
			.param("plan", this.comparison.plan())
			.param("room", this.comparison.room(this.green))
			.query((ResultSet row) -> looked(row, groups));
	}

	private static Looked looked(ResultSet row, List<Group> groups) throws SQLException {
		Looked looked = new Looked(0, 0, 0, 0, groups);
		for (int i = 0; row.next(); i++) {
			if (row.getString("side").equals("found")) {
				looked = new Looked(row.getLong("differing"), row.getLong("kept"), row.getLong("extra"),
						row.getLong("repeated"), groups);
			}
			else {
				groups.add(Sums.of(row, i).money());
			}
		}
		return looked;
	}

}
