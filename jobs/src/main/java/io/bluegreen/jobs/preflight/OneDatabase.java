package io.bluegreen.jobs.preflight;

import java.security.SecureRandom;

import io.bluegreen.jobs.RefusedException;
import io.bluegreen.session.Side;

/**
 * One database or two is proved, not configured: a random lock taken on one connection
 * makes a try on the other fail. (Cloned clusters share an identifier.)
 */
class OneDatabase implements Check {

	private final Side blue;

	private final Side green;

	OneDatabase(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	@Override
	public void check() {
		long lock = new SecureRandom().nextLong();
		boolean same = this.blue.in(() -> {
			this.blue.client().sql("SELECT pg_advisory_xact_lock(?)").param(lock).query((row) -> {
			});
			return !this.green.in(() -> this.green.client()
				.sql("SELECT pg_try_advisory_xact_lock(?)")
				.param(lock)
				.query(Boolean.class)
				.single());
		});
		if (!same) {
			throw new RefusedException("Blue and Green are two databases, and rows are moved inside one only",
					"leave bluegreen.green.url out, or name the same database in both");
		}
	}

}
