package io.bluegreen.bench;

import java.time.Duration;
import java.time.Instant;

/**
 * How often all is measured: at least once.
 *
 * @param most no more rounds than these
 * @param deadline no other round begins that would not be over by then
 */
record Rounds(int most, Instant deadline) {

	private static final int USUAL = 3;

	/** The end takes some seconds more. */
	private static final Duration LONGEST = Duration.ofSeconds(570);

	/** However long they take. */
	static Rounds exactly(int rounds) {
		return new Rounds(rounds, Instant.MAX);
	}

	/** As many as there is time for in ten minutes. */
	static Rounds inTime(Instant begin) {
		return new Rounds(USUAL, begin.plus(LONGEST));
	}

	/**
	 * Whether there is another one.
	 * @param done rounds so far
	 * @param last what the last one took; the next may take a quarter more
	 */
	boolean goOn(int done, Duration last, Instant now) {
		return done < this.most && !now.plus(last.multipliedBy(5).dividedBy(4)).isAfter(this.deadline);
	}

}
