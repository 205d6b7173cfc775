package io.bluegreen.jobs.gate;

import java.util.Locale;

/**
 * Where traffic is to move.
 */
public enum Stage {

	/** The service writes both; Blue answers all reads. */
	DUAL,

	/** Green answers reads; Blue is written first, and has authority. */
	DUAL_READ_GREEN,

	/** Green alone. */
	GREEN;

	/** As it is typed. */
	public String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
