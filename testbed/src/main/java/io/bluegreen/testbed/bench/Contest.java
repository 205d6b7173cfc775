package io.bluegreen.testbed.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A case to be: the program, and the floors that it is held against.
 *
 * @param name of the case and of the first contender
 * @param rows that are worked on; 0 if that is no matter of rows
 * @param contenders the program first
 */
record Contest(String name, long rows, List<Contender> contenders) {

	Contest(String name, long rows, Callable<Double> seconds, Contender... floors) {
		this(name, rows, Stream.concat(Stream.of(new Contender(name, seconds)), Stream.of(floors)).toList());
	}

	TimedCase timed(Measurements measured) {
		return new TimedCase(this.name, measured.of(this.name), this.rows,
				this.contenders.stream().skip(1).map((floor) -> measured.of(floor.name())).toList());
	}

}
