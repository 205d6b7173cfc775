package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the view for one column of Green.
 *
 * @param sql an expression, or {@link #MISSING}
 * @param reviews what somebody who knows the data must look at, in sentences
 */
record Expression(String sql, List<String> reviews) {

	/**
	 * No view can be created with this in it: nothing is made up where nothing is known.
	 */
	static final String MISSING = "/* TODO */";

	static Expression certain(String sql) {
		return new Expression(sql, List.of());
	}

	static Expression toReview(String sql, String review) {
		return new Expression(sql, List.of(review));
	}

	static Expression missing(String review) {
		return new Expression(MISSING, List.of(review));
	}

	Expression with(String review) {
		List<String> all = new ArrayList<>(this.reviews);
		all.add(review);
		return new Expression(this.sql, all);
	}

}
