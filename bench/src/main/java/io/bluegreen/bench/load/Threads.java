package io.bluegreen.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same work on several threads, to its end.
 */
final class Threads {

	private Threads() {
	}

	/**
	 * Runs it.
	 * @throws IllegalStateException if one of them failed
	 */
	static void run(int count, OpenLoop.Request each) throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				all.add(threads.submit(() -> {
					each.send();
					return null;
				}));
			}
			for (Future<?> one : all) {
				one.get();
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("a request failed: " + ex.getCause(), ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
