package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.MigrationSettings;
import io.bluegreen.session.Side;

/**
 * Expand: tracking and the project's own migrations in Blue, the control schema and the
 * new tables in Green, a change log for each of them, and the rights of the jobs' role.
 */
public class Migrate {

	/** What {@code migrate} may be asked for. */
	public enum Phase {

		EXPAND, POST_DATA

	}

	private final Side blue;

	private final Side green;

	private final BluegreenSettings settings;

	private final RetryingDdl ddl;

	private final Grants grants;

	Migrate(Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl, Grants grants) {
		this.blue = blue;
		this.green = green;
		this.settings = settings;
		this.ddl = ddl;
		this.grants = grants;
	}

	/**
	 * Runs what is not there yet.
	 * @return a sentence for each migration that was run, and for each right that is
	 * lacking still
	 */
	public List<String> run(Phase phase) {
		MigrationSettings locations = this.settings.migrations();
		List<String> done = new ArrayList<>();
		if (phase == Phase.POST_DATA) {
			done.addAll(new InvalidIndexes(this.green, this.settings).drop());
			done.addAll(migrate(this.green, "Green", "bluegreen", "post_data_history", locations.postData()));
			return done;
		}
		done.addAll(tracking(this.blue, "Blue"));
		done.addAll(migrate(this.blue, "Blue", "bluegreen_track", "blue_history", locations.blue()));
		done.addAll(migrate(this.green, "Green", "bluegreen", "control_history", "classpath:sql/control"));
		done.addAll(tracking(this.green, "Green"));
		done.addAll(migrate(this.green, "Green", "bluegreen", "green_history", locations.green()));
		done.addAll(new GreenTables(this.green, this.settings, this.ddl).trackChanges());
		done.addAll(this.grants.all());
		return done;
	}

	/** The schema of the tracking, in any database that has a tracked table. */
	public List<String> tracking(Side side, String name) {
		return migrate(side, name, "bluegreen_track", "tracking_history", "classpath:sql/tracking");
	}

	private List<String> migrate(Side side, String name, String schema, String history, String location) {
		if (location.equals(MigrationSettings.NONE)) {
			return List.of();
		}
		return this.ddl.patiently(name + " " + history,
				() -> new FlywayMigration(side, schema, history, location).run()
					.stream()
					.map((migration) -> name + ": " + migration)
					.toList());
	}

}
