package io.bluegreen.jobs.metrics;

import java.util.Optional;

import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;

/**
 * Publishes the meters of commands where anybody reads them.
 */
public class Publications {

	private final Databases databases;

	private final Positions positions;

	private final BluegreenSettings settings;

	Publications(Databases databases, Positions positions, BluegreenSettings settings) {
		this.databases = databases;
		this.positions = positions;
		this.settings = settings;
	}

	/** Begins to publish those of a command. */
	public Optional<Publication> of(String command) {
		return this.settings.metrics().areWanted()
				? Optional.of(new Publication(new TableState(this.databases, this.positions, this.settings),
						this.settings.metrics(), command, Optional.ofNullable(System.getenv("JOB_COMPLETION_INDEX"))))
				: Optional.empty();
	}

}
