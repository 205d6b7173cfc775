package io.bluegreen.jobs.cli;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

import io.bluegreen.failure.StopSignal;

/**
 * The commands. Help and usage errors are answered here, before anything is started.
 */
@Command(name = "bluegreen",
		description = "Moves a live PostgreSQL table to a new schema, and proves that no row was lost.",
		mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND",
		subcommands = { MigrateCommand.class, TrackCommand.class, BackfillCommand.class, ReconcileCommand.class,
				VerifyCommand.class, RepairCommand.class, GateCommand.class, RerunCommand.class, PauseCommand.class,
				ResumeCommand.class, SetCommand.class, StatusCommand.class, ChunksCommand.class,
				DifferencesCommand.class, RejectsCommand.class, HistoryCommand.class, InitCommand.class,
				FenceCommand.class, ShadowCommand.class, UninstallCommand.class, CompletionCommand.class,
				HelpCommand.class },
		footerHeading = "%nThe testbed:%n",
		footer = { "  demo       backfills and verifies a generated history under live writes",
				"  chaos      the same while processes are killed and the network breaks",
				"  bench      measures against floors and against plain SQL", "",
				"Keys below `bluegreen:` in the configuration, beside blue, green, tables and",
				"migrations, with their defaults:",
				"  jobs-role            none      the role of the jobs: migrate and track grant it",
				"                                 what it needs",
				"  workers              2         connections that work at once",
				"  chunk-target         500ms     how long a transaction should take",
				"  chunk-rows           25000     rows of a chunk; fewer where rows are wide,",
				"                                 or a rate is set",
				"  max-rows-per-second  none      of a backfill, for all its processes together",
				"  settle               5s        how long verify looks again at rows that do",
				"                                 not match yet",
				"  max-age              10m       how long a verdict is good for",
				"  max-lag              60s       how far Green may be behind for the gate",
				"  max-differences      10000     rows of a table that verify looks at singly",
				"  max-rejected         1000      rows of a table that Green may refuse before a",
				"                                 backfill stops",
				"  wait                 60s       for another run that holds the same work",
				"  retry-for            5m        after the connection was lost",
				"  log-max-rows         10000000  of Blue's change log, before it is cut",
				"  keep                 30d       finished plans, verdicts and executions",
				"  statement-timeout    60s", "  lock-timeout         10s",
				"Below `throttle:`, each none unless set; a backfill or verify waits beyond it:",
				"  max-replication-lag            of the slowest replica, of either side",
				"  max-slot-lag                   WAL held by the laggiest replication slot",
				"  max-wal-rate                   WAL that a server writes in a second",
				"  max-lock-waiters               sessions that wait for locks of the table",
				"  prometheus: url, query, max    a number, such as the service's latency",
				"Below `metrics:`, for the meters of docs/metrics.md, none unless set:",
				"  port                           answers Prometheus while a command runs",
				"  pushgateway                    its url; meters are pushed there",
				"  every                15s       how often they are read and pushed", "Below `log:`:",
				"  format               text      of the lines on stderr; json: a document each",
				"Each can come from the environment as well: BLUEGREEN_CHUNKTARGET=1s.", "",
				"Exit codes: 0 done, MATCH, gate open; 1 failed on the way, a retry resumes;",
				"2 usage, configuration, preflight; 3 DIFFER, gate closed; 4 INCOMPLETE;",
				"75 stopped on request, or another run holds the same work." })
public final class RootCommand implements Runnable {

	@CommandLine.Spec
	CommandLine.Model.@Nullable CommandSpec spec;

	private final StopSignal stopSignal;

	private RootCommand(StopSignal stopSignal) {
		this.stopSignal = stopSignal;
	}

	/**
	 * Runs a command.
	 * @param stopSignal stops it
	 * @return the exit code
	 */
	public static int run(StopSignal stopSignal, String... arguments) {
		return new CommandLine(new RootCommand(stopSignal)).setCaseInsensitiveEnumValuesAllowed(true)
			.setExecutionExceptionHandler(new FailureHandler())
			.setParameterExceptionHandler(new UsageErrorHandler())
			.execute(arguments);
	}

	StopSignal stopSignal() {
		return this.stopSignal;
	}

	@Override
	public void run() {
		throw new CommandLine.ParameterException(Objects.requireNonNull(this.spec).commandLine(),
				"a command is missing");
	}

}
