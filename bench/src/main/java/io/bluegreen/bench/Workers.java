package io.bluegreen.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share ranges, with nothing around them: the least that the work takes.
 *
 * @param each what one thread does with a range
 */
record Workers(List<RangeWork> each) {

	/**
	 * Works through ranges.
	 * @return seconds from the first range to the last
	 */
	double seconds(List<Range> ranges) throws ExecutionException, InterruptedException {
		AtomicInteger next = new AtomicInteger();
		List<Callable<Void>> threads = new ArrayList<>();
		for (RangeWork work : this.each) {
			threads.add(() -> {
				for (int i = next.getAndIncrement(); i < ranges.size(); i = next.getAndIncrement()) {
					work.run(ranges.get(i));
				}
				return null;
			});
		}
		ExecutorService executor = Executors.newFixedThreadPool(this.each.size());
		try {
			long begin = System.nanoTime();
			for (Future<Void> thread : executor.invokeAll(threads)) {
				thread.get();
			}
			return (System.nanoTime() - begin) / 1e9;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
