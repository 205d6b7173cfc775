package io.bluegreen.jobs.preflight;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.session.Side;

/**
 * A standby is refused: Green's takes no row, and Blue's says what was so a moment ago,
 * which neither a position nor a verdict may stand on.
 */
class Primary implements Check {

	private final String name;

	private final Side side;

	Primary(String name, Side side) {
		this.name = name;
		this.side = side;
	}

	@Override
	public String name() {
		return this.name + " is no standby";
	}

	@Override
	public void require() {
		boolean standby = this.side
			.in(() -> this.side.client().sql("SELECT pg_is_in_recovery()").query(Boolean.class).single());
		if (standby) {
			throw new RefusedException("%s is a standby".formatted(this.name),
					"connect to the primary, or let the driver find it: two hosts and targetServerType=primary in the url");
		}
	}

}
