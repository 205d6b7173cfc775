package io.bluegreen.jobs.verify;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Something that happens while a command runs.
 */
final class Meanwhile implements AutoCloseable {

	private final CompletableFuture<Void> done;

	private Meanwhile(CompletableFuture<Void> done) {
		this.done = done;
	}

	/** What may fail. */
	interface Act {

		void run() throws Exception;

	}

	/** Acts once, when a condition holds. */
	static Meanwhile once(Callable<Boolean> condition, Act act) {
		return new Meanwhile(CompletableFuture.runAsync(() -> {
			Awaitility.await().ignoreExceptions().until(condition);
			try {
				act.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}));
	}

	@Override
	public void close() throws Exception {
		this.done.get(30, TimeUnit.SECONDS);
	}

}
