package io.bluegreen.jobs.verify;

import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Reach;

/**
 * Looks at the rows of keys that disagree, one by one, and notes those that are not the
 * same.
 */
class FirstLook {

	private final Side green;

	private final Comparison comparison;

	FirstLook(Side green, Comparison comparison) {
		this.green = green;
		this.comparison = comparison;
	}

	/**
	 * What was found.
	 *
	 * @param differing keys that are not the same
	 * @param kept how many of them were noted
	 * @param extra how many of them only Green has
	 * @param repeated rows of the view whose key it had shown before
	 */
	record Looked(long differing, long kept, long extra, long repeated) {

		static final Looked NOTHING = new Looked(0, 0, 0, 0);

	}

	/**
	 * Compares rows, in the current transaction of Green.
	 * @param keys of the rows in Green
	 * @param rows Blue's
	 */
	Looked look(Keys keys, Reach rows) {
		return this.comparison.statement(this.green, this.comparison.sql().look(keys, rows), keys)
			.param("plan", this.comparison.plan())
			.param("room", this.comparison.room(this.green))
			.query((row, i) -> new Looked(row.getLong("differing"), row.getLong("kept"), row.getLong("extra"),
					row.getLong("repeated")))
			.single();
	}

}
