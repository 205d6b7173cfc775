package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
		List<String> done = new ArrayList<>();
		if (phase == Phase.POST_DATA) {
			done.addAll(new InvalidIndexes(this.green, this.settings).drop());
		}
		histories(phase).forEach((history) -> done.addAll(run(history)));
		if (phase == Phase.EXPAND) {
			done.addAll(tables().trackChanges());
			done.addAll(this.grants.all());
		}
		return done;
	}

	/**
	 * What {@link #run} would do, but for rights. Nothing is written.
	 * @return a sentence for each migration that would be run, and each table that would
	 * get a change log
	 */
	public List<String> plan(Phase phase) {
		List<String> pending = new ArrayList<>();
		histories(phase).forEach((history) -> pending.addAll(history.sentences(FlywayMigration::pending)));
		if (phase == Phase.EXPAND) {
			pending.addAll(tables().withoutChangeLog());
		}
		return pending;
	}

	/** In the order in which they build on each other. */
	private List<History> histories(Phase phase) {
		MigrationSettings locations = this.settings.migrations();
		return (phase == Phase.POST_DATA)
				? List.of(new History(this.green, "Green", "bluegreen", "post_data_history", locations.postData()))
				: List.of(tracking("Blue", this.blue),
						new History(this.blue, "Blue", "bluegreen_track", "blue_history", locations.blue()),
						new History(this.green, "Green", "bluegreen", "control_history", "classpath:sql/control"),
						tracking("Green", this.green),
						new History(this.green, "Green", "bluegreen", "green_history", locations.green()));
	}

	private GreenTables tables() {
		return new GreenTables(this.green, this.settings, this.ddl);
	}

	/** The schema of the tracking, in any database that has a tracked table. */
	public List<String> tracking(Side side, String name) {
		return run(tracking(name, side));
	}

	private static History tracking(String name, Side side) {
		return new History(side, name, "bluegreen_track", "tracking_history", "classpath:sql/tracking");
	}

	private List<String> run(History history) {
		return this.ddl.retry(history.name() + " " + history.table(), () -> history.sentences(FlywayMigration::run));
	}

	/**
	 * Migrations of one location, and where they go.
	 *
	 * @param name of the side
	 * @param table in which it is noted what was run
	 */
	private record History(Side side, String name, String schema, String table, String location) {

		List<String> sentences(Function<FlywayMigration, List<String>> work) {
			return this.location.equals(MigrationSettings.NONE) ? List.of()
					: work.apply(new FlywayMigration(this.side, this.schema, this.table, this.location))
						.stream()
						.map((migration) -> this.name + ": " + migration)
						.toList();
		}

	}

}
