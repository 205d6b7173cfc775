package io.bluegreen.testbed.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.bluegreen.mapping.KeyRange;

/**
 * Both sides' own scans, at the same time on the one machine whose processors both need,
 * as they do when the program compares: nobody can compare two databases before the
 * slower one has been read.
 */
record BothSides(Floor blue, Floor green, Comparing comparing) {

	/**
	 * Scans both sides.
	 * @param commitAfter how long a transaction takes more ranges
	 * @return seconds from the first range to the last of the slower side
	 */
	double seconds(List<KeyRange> ranges, Duration commitAfter) throws ExecutionException, InterruptedException {
		AtomicLong inBlue = new AtomicLong();
		AtomicLong inGreen = new AtomicLong();
		ExecutorService sides = Executors.newFixedThreadPool(2);
		try {
			Future<Double> there = sides.submit(
					() -> this.blue.seconds(ranges, scan(this.comparing::blueChecksums, "blue", inBlue), commitAfter));
			Future<Double> here = sides.submit(() -> this.green.seconds(ranges,
					scan(this.comparing::greenChecksums, "green", inGreen), commitAfter));
			double slower = Math.max(there.get(), here.get());
			RangeWork.requireSame(inBlue.get() == inGreen.get());
			return slower;
		}
		finally {
			sides.shutdownNow();
		}
	}

	private static RangeWork scan(Function<KeyRange, String> sql, String side, AtomicLong hash) {
		return (client, range) -> Comparing.statement(client, sql.apply(range), range).query((row) -> {
			if (row.getString("side").equals(side)) {
				long seen = row.getLong("hash");
				hash.accumulateAndGet(seen, (one, other) -> one ^ other);
			}
		});
	}

}
