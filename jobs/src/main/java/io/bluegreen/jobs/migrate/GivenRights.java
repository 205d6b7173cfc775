package io.bluegreen.jobs.migrate;

import java.util.List;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.rights.LackingRight;
import io.bluegreen.session.Side;

/**
 * What {@code migrate} has granted, as the control schema notes it, so that it can be
 * taken back: no right that was there before.
 *
 * @param control has the control schema
 */
record GivenRights(Side control) {

	/**
	 * A right that was given.
	 *
	 * @param side Blue or Green
	 * @param what the privilege and its object, as in SQL
	 * @param role as in SQL
	 */
	record Given(String side, String what, String role) {
	}

	/** Notes a right that the role had not, and has now. */
	void note(String side, LackingRight right, String role) {
		this.control.in(() -> {
			String quoted = this.control.client().sql("SELECT quote_ident(?)").param(role).query(String.class).single();
			String what = right.grant()
				.substring("GRANT ".length(), right.grant().length() - " TO ".length() - quoted.length());
			return this.control.client()
				.sql("INSERT INTO bluegreen.given_right (side, what, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
				.params(side, what, quoted)
				.update();
		});
	}

	/** All of them; none where an older program has migrated. */
	List<Given> all() {
		boolean noted = this.control.in(() -> this.control.client()
			.sql("SELECT to_regclass('bluegreen.given_right') IS NOT NULL")
			.query(Boolean.class)
			.single());
		return !noted ? List.of()
				: this.control.in(() -> this.control.client()
					.sql("SELECT side, what, role FROM bluegreen.given_right ORDER BY side, what, role")
					.query(Given.class)
					.list());
	}

	/** Takes one back; the object or the role may be gone, and the right with it. */
	static void revoke(Given right, Side side) {
		try {
			side.in(() -> {
				LockTimeout.shorten(side);
				return side.client().sql("REVOKE %s FROM %s".formatted(right.what(), right.role())).update();
			});
		}
		catch (DataAccessException ex) {
			if (!List.of("42P01", "42704", "42883", "3F000").contains(ServerError.of(ex).sqlState())) {
				throw ex;
			}
		}
	}

}
