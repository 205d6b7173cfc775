package io.bluegreen.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A case to be: the program, and the floors that it is held against.
 *
 * @param name of the case and of the first candidate
 * @param rows that are worked on; 0 if that is no matter of rows
 * @param candidates the program first
 * @param targets what the program is to reach
 */
record Case(String name, long rows, List<Candidate> candidates, List<Target> targets) {

	Case(String name, long rows, Callable<Double> seconds, Candidate... floors) {
		this(name, rows, Stream.concat(Stream.of(new Candidate(name, seconds)), Stream.of(floors)).toList(), List.of());
	}

	/** The same, with targets. */
	Case reaching(Target... targets) {
		return new Case(this.name, this.rows, this.candidates, List.of(targets));
	}

	TimedCase timed(Measurements measured) {
		TimedCase timed = new TimedCase(this.name, measured.of(this.name), this.rows,
				this.candidates.stream().skip(1).map((floor) -> measured.of(floor.name())).toList(), List.of());
		return timed.with(this.targets.stream().flatMap((target) -> target.reached(timed, measured).stream()).toList());
	}

}
