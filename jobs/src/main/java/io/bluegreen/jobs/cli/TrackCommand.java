package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.Map;

import io.bluegreen.jobs.ExitCode;
import io.bluegreen.jobs.migrate.Track;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code bluegreen track}.
 */
@Command(name = "track",
		description = "Gives tables of Blue (SCHEMA.TABLE) a version and a change log. Needs the tables' owner.")
class TrackCommand extends TableCommand {

	@Option(names = "--dry-run", description = "only says what would be done")
	boolean dryRun;

	@Option(names = "--yes", description = "accepts what a new column can break")
	boolean yes;

	@Option(names = "--undo", description = "takes it away again; what others depend on stays")
	boolean undo;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		Track track = context.getBean(Track.class);
		List<String> done = this.undo ? track.undo(this.tables) : track.track(this.tables, this.yes, this.dryRun);
		output().answer(Map.of("tracked", done), String.join("\n", done));
		if (!this.undo) {
			output().next(
					"A prepared `SELECT *` of the application fails once with \"cached plan must not change result type\" after a column was added.");
		}
		return ExitCode.DONE;
	}

}
