package io.bluegreen.jobs.preflight;

import io.bluegreen.apply.ControlSchemaVersion;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.session.Side;

/**
 * The control schema must be there, in the version that this program was built with, and
 * open to this role.
 */
class ControlSchema implements Check {

	private final Side green;

	ControlSchema(Side green) {
		this.green = green;
	}

	@Override
	public String name() {
		return "the control schema is there, in the version of this program";
	}

	@Override
	public void require() {
		boolean there = this.green.in(() -> this.green.client().sql("""
				SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				               WHERE n.nspname = 'bluegreen' AND c.relname = 'control_history')
				""").query(Boolean.class).single());
		if (!there) {
			throw new RefusedException("Green has no control schema `bluegreen`", "run `bluegreen migrate` first");
		}
		Privileges.requireSchema(this.green, "bluegreen", "SELECT", "INSERT", "UPDATE", "DELETE");
		int version = this.green.in(() -> ControlSchemaVersion.in(this.green.client()));
		int known = ControlSchemaVersion.known();
		ControlSchemaVersion.requireNotNewer(version);
		if (version < known) {
			throw new RefusedException(
					"the control schema in Green has version %d, this program needs %d".formatted(version, known),
					"run `bluegreen migrate`, as the owner of the tables");
		}
	}

}
