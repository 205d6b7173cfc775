package io.bluegreen.jobs.migrate;

import java.time.Duration;

import io.bluegreen.session.Side;

/**
 * How long a writer may have to queue behind our DDL while that queues behind a reader.
 */
final class LockTimeout {

	static final Duration DDL = Duration.ofMillis(400);

	private LockTimeout() {
	}

	/** Shortens the waits of the current transaction. */
	static void shorten(Side side) {
		side.client().sql("SELECT set_config('lock_timeout', ?, true)").param(DDL.toMillis() + "ms").query((row) -> {
		});
	}

}
