package io.bluegreen.jobs.preflight;

import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Side;

/**
 * The control schema must be there, in the version that this program was built with.
 */
class ControlSchema implements Check {

	/** The newest migration in sql/control. */
	static final String VERSION = "5";

	private final Side green;

	ControlSchema(Side green) {
		this.green = green;
	}

	@Override
	public void check() {
		String version = this.green.in(() -> this.green.client()
			.sql("SELECT coalesce(to_regclass('bluegreen.control_history')::text, '')")
			.query(String.class)
			.single()).isEmpty() ? "" : this.green.in(() -> this.green.client()
				.sql("SELECT coalesce(max(version::int)::text, '') FROM bluegreen.control_history WHERE success AND type = 'SQL'")
				.query(String.class)
				.single());
		if (version.isEmpty()) {
			throw new RefusedException("Green has no control schema `bluegreen`", "run `bluegreen migrate` first");
		}
		if (!version.equals(VERSION)) {
			throw new RefusedException(
					"the control schema in Green has version %s, this program needs %s".formatted(version, VERSION),
					"run `bluegreen migrate` with the newer of the two programs");
		}
	}

}
