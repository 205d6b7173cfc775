package io.bluegreen.jobs.verify;

import java.util.List;

import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

/**
 * One more look at rows that were not the same, and what follows from it.
 */
class Recheck {

	/** Which rows that are not the same may be left for another look. */
	enum NextLook {

		FOR_ALL, FOR_OPEN, NONE

	}

	private final Side green;

	private final Comparison comparison;

	private final SideReader reader;

	Recheck(Side green, Comparison comparison, SideReader reader) {
		this.reader = reader;
		this.green = green;
		this.comparison = comparison;
	}

	/**
	 * Looks at noted keys. All of Green's rows are of the transaction's snapshot, which
	 * is older than Blue's where these are two databases: Green can only look too far
	 * behind.
	 * @param nextLook which rows may be left for another look
	 * @return the rows that were judged, as groups of the totals
	 */
	List<Group> look(KeySet keys, NextLook nextLook) {
		RecheckSql sql = new RecheckSql(this.comparison.mapping(), this.comparison.totals());
		SideReader.Looked looked = this.reader.look(keys,
				this.comparison.since().filter((since) -> nextLook != NextLook.FOR_ALL));
		return this.green.client()
			.sql(sql.look(keys, looked.rows()))
			.params(keys.parameters())
			.params(looked.rows().parameters())
			.params(sql.open().parameters(looked.open().keys()))
			.params(sql.gone().parameters(looked.gone().keys()))
			.param("plan", this.comparison.plan())
			.param("table", this.comparison.mapping().table())
			.param("rowSeed", this.comparison.seeds().row())
			.param("nextLook", nextLook.name())
			.query((row, i) -> Sums.of(row, i).money())
			.list();
	}

}
