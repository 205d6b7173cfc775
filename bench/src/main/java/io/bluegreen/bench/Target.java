package io.bluegreen.bench;

import java.util.Optional;

/**
 * What a case is to reach.
 *
 * @param of what its seconds are counted in: {@value #FLOOR}, {@value #SECONDS}, or
 * another case
 * @param most how many of these it may take
 */
record Target(String of, double most) {

	private static final String FLOOR = "floor";

	private static final String SECONDS = "seconds";

	/** So many times its floor. */
	static Target floors(double most) {
		return new Target(FLOOR, most);
	}

	/** So many seconds. */
	static Target seconds(double most) {
		return new Target(SECONDS, most);
	}

	/** No more than another case. */
	static Target fasterThan(String other) {
		return new Target(other, 1);
	}

	/** How it went; empty where the other case was not measured. */
	Optional<Reached> reached(TimedCase timed, Measurements measured) {
		Optional<Double> value = switch (this.of) {
			case FLOOR -> timed.ratio();
			case SECONDS -> Optional.of(timed.seconds().median());
			default -> measured.find(this.of).map((other) -> timed.seconds().dividedBy(other).median());
		};
		return value.map((reached) -> new Reached(this, reached));
	}

}
