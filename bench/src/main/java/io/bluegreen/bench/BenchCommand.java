package io.bluegreen.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.bluegreen.bench.load.LiveBench;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * {@code bluegreen bench}.
 */
@Command(name = "bluegreen bench", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
		"Measures the packaged program against floors: the plainest SQL that somebody would type for the same work, "
				+ "range by range on --workers connections, with nothing around it.",
		"Seconds are medians over rounds, from the first range to the last, of whole processes in reconcile and "
				+ "fixed-costs; a ratio is the median of each round's.",
		"verify in one database: a FULL JOIN of each range. Its target also names full-join, one FULL JOIN of all rows by "
				+ "the server's own parallel plan.",
		"verify/streaming: the slower of both sides' hashes over the same bytes; both run at the same time on this one "
				+ "machine, as they do for the program.",
		"verify/same-shape, full-join, verify/streaming: /narrow has four small columns, /numeric ten with numeric, "
				+ "timestamptz and bigint, /jsonb documents; the others are payments, whose view is evaluated.",
		"backfill: an INSERT .. SELECT, or a binary COPY pipe, of each range.",
		"reconcile: 100,000 changed keys, the floor is one INSERT .. SELECT .. ON CONFLICT of them; /idle: none.",
		"fixed-costs: whole processes on a table of 10 rows: start, preflight, planning and closing together.",
		"textbook-spring-batch, only if it is named: a paging reader and a batch writer, chunks of 1000, one thread.",
		"dual-write, only if it is named: callers of the payment service at a fixed rate, with the dual write off, on, and on "
				+ "while Green's server is frozen, in turns; a ratio is to off. /lost: rows that are wrong in the end where "
				+ "one write in ten is lost and one in ten comes late, beside an asynchronous save without a version.",
		"writers, only if it is named: writers at a fixed rate, with and without a throttled backfill, with and without "
				+ "tracking.",
		"peak-memory: of the program's processes; -200000 names those that had that many rows." })
public final class BenchCommand implements Callable<Integer> {

	private enum Format {

		TEXT, JSON

	}

	private static final class Names extends ArrayList<String> {

		Names() {
			super(Choice.ALL);
		}

	}

	@Option(names = "--rows", defaultValue = "2000000", paramLabel = "N",
			description = "Rows of each table to measure with.")
	private long rows;

	@Option(names = "--workers", defaultValue = "2", paramLabel = "N",
			description = "Connections that work, of the program and of its floors.")
	private int workers;

	@Option(names = "--rounds", paramLabel = "N",
			description = "How often all is measured, each time in the other order; unless it is said: 3 times, or fewer "
					+ "where that would last longer than 10 minutes.")
	private @Nullable Integer rounds;

	@Option(names = "--case", split = ",", paramLabel = "NAME",
			description = "Only these cases and those below them, of: ${COMPLETION-CANDIDATES}.",
			completionCandidates = Names.class, showDefaultValue = CommandLine.Help.Visibility.NEVER)
	private List<String> names = List.of();

	@Option(names = "--indexes",
			description = "Also measures what it is worth to build secondary indexes after the backfill.")
	private boolean indexes;

	@Option(names = "--output", defaultValue = "text", paramLabel = "FORMAT", description = "text or json.")
	private Format format = Format.TEXT;

	@Spec
	private @Nullable CommandSpec spec;

	/**
	 * Runs the command and exits with its status.
	 * @param args what the user typed
	 */
	public static void main(String[] args) {
		// Only the tests bring a logger; nobody wants to read that there is none.
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		System.exit(new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
	}

	@Override
	public Integer call() throws Exception {
		require(this.rows >= 1, "--rows takes 1 or more");
		require(this.workers >= 1 && this.workers <= 64, "--workers takes 1 to 64");
		require(this.rounds == null || this.rounds >= 1, "--rounds takes 1 or more");
		String home = System.getProperty("bluegreen.home", "");
		Path launcher = Path.of(home, "bluegreen");
		require(!home.isEmpty() && Files.isExecutable(launcher),
				"it measures the packaged program: start it as `./bluegreen bench` in a checkout");
		Choice choice = choice();
		List<Line> cases = new ArrayList<>();
		if (choice.copiesOrCompares()) {
			cases.addAll(copiesAndComparisons(choice, launcher));
		}
		int liveRounds = (this.rounds == null) ? LiveBench.USUAL_ROUNDS : this.rounds;
		new LiveBench(Path.of(home), liveRounds).run(choice.cases()).map(LiveLine::new).forEach(cases::add);
		System.out.println((this.format == Format.JSON) ? Report.json(cases) : Report.text(cases));
		return 0;
	}

	private List<Line> copiesAndComparisons(Choice choice, Path launcher) throws Exception {
		Rounds times = (this.rounds == null) ? Rounds.inTime(Instant.now()) : Rounds.exactly(this.rounds);
		try (PostgresServer server = PostgresServer.start();
				Legacy legacy = Legacy.build(server, launcher, this.rows, "");
				Bench bench = new Bench(legacy, this.workers, choice)) {
			if (choice.takes("peak-memory") && this.rows > SmallTable.ROWS) {
				new SmallTable(server, launcher, this.workers).measure(bench.measured());
			}
			bench.run(times);
			return bench.cases();
		}
	}

	private Choice choice() {
		try {
			return Choice.of(this.names, this.indexes);
		}
		catch (IllegalArgumentException ex) {
			throw new CommandLine.ParameterException(Objects.requireNonNull(this.spec).commandLine(), ex.getMessage(),
					ex);
		}
	}

	private void require(boolean fits, String message) {
		if (!fits) {
			throw new CommandLine.ParameterException(Objects.requireNonNull(this.spec).commandLine(), message);
		}
	}

}
