package io.bluegreen.jobs.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.jobs.migrate.Track;
import io.bluegreen.jobs.migrate.Track.Plan;
import io.bluegreen.jobs.migrate.Untrack;

/**
 * {@code bluegreen track}.
 */
@Command(name = "track",
		description = "Gives tables of Blue (SCHEMA.TABLE) a version and a change log. Needs the tables' owner.")
class TrackCommand extends TableCommand {

	@Option(names = "--dry-run", description = "only says what would be done, with its SQL, and what it can break")
	boolean dryRun;

	@Option(names = "--yes", description = "accepts what a new column can break, or what --undo takes away")
	boolean yes;

	@Option(names = "--undo", description = "takes it away again; what others depend on stays")
	boolean undo;

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		if (this.undo) {
			Untrack untrack = context.getBean(Untrack.class);
			answer(this.dryRun ? untrack.losses(this.tables) : untrack.untrack(this.tables, this.yes));
		}
		else if (this.dryRun) {
			List<Plan> plans = context.getBean(Track.class).plan(this.tables);
			output().answer(Map.of("tracked", List.of(), "plans", plans),
					plans.stream().map(TrackCommand::text).collect(Collectors.joining("\n\n")));
			output().next(Track.NOT_IN_THE_CATALOG);
		}
		else {
			answer(context.getBean(Track.class).track(this.tables, this.yes));
			output().next(Track.NOT_IN_THE_CATALOG);
		}
		return ExitCode.DONE;
	}

	private void answer(List<String> done) {
		output().answer(Map.of("tracked", done), String.join("\n", done));
	}

	private static String text(Plan plan) {
		if (plan.sql().isEmpty()) {
			return plan.table() + " is tracked already";
		}
		return Stream
			.of(Stream.of("-- %s would get a column row_version and a change log".formatted(plan.table())),
					plan.breakage().stream().map((sentence) -> "-- that can break: " + sentence),
					plan.sql().stream().map((statement) -> statement + ";"))
			.flatMap((lines) -> lines)
			.collect(Collectors.joining("\n"));
	}

}
