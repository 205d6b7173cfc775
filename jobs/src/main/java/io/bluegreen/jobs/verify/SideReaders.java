package io.bluegreen.jobs.verify;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.bluegreen.topology.Databases;

/**
 * Readers of both sides, by where these are.
 */
class SideReaders {

	/** Ends its idle threads by itself. */
	private final Executor beside = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "blue");
		thread.setDaemon(true);
		return thread;
	});

	private final Databases databases;

	SideReaders(Databases databases) {
		this.databases = databases;
	}

	SideReader of(Comparison comparison) {
		return this.databases.areOne() ? new SameDatabaseReader(this.databases.target(), comparison)
				: new CrossDatabaseReader(this.databases.source(), this.databases.target(),
						this.databases.transport(comparison.mapping()), comparison, this.beside);
	}

}
