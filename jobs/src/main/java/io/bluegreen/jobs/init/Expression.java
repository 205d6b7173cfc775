package io.bluegreen.jobs.init;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the view for one column of Green.
 *
 * @param sql an expression, or {@link #MISSING}
 * @param doubts what somebody who knows the data must look at, in sentences
 */
record Expression(String sql, List<String> doubts) {

	/**
	 * No view can be created with this in it: nothing is made up where nothing is known.
	 */
	static final String MISSING = "/* TODO */";

	static Expression certain(String sql) {
		return new Expression(sql, List.of());
	}

	static Expression doubtful(String sql, String doubt) {
		return new Expression(sql, List.of(doubt));
	}

	static Expression missing(String doubt) {
		return new Expression(MISSING, List.of(doubt));
	}

	Expression with(String doubt) {
		List<String> all = new ArrayList<>(this.doubts);
		all.add(doubt);
		return new Expression(this.sql, all);
	}

}
