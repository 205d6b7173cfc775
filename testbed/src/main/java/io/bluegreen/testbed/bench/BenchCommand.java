package io.bluegreen.testbed.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.bluegreen.testbed.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bluegreen bench}.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
		"Measures the packaged program against floors and against plain SQL.",
		"Seconds are medians over rounds, from the first range to the last. A floor does the same SQL on the same "
				+ "ranges without framework and ledger; a ratio is the median of each round's.",
		"backfill/streaming: the floor has a binary COPY pipe a worker, each for one share of the keys.",
		"verify/streaming: the floor is the slower of the two sides' own scans, --workers connections a side; both scan "
				+ "at the same time on this one machine, as they do for the program.",
		"textbook-spring-batch: a paging reader and a batch writer, chunks of 1000, one thread.",
		"peak-memory: of the program's processes; -200000 names those that had that many rows." })
public final class BenchCommand implements Callable<Integer> {

	private enum Format {

		TEXT, JSON

	}

	private static final class Names extends ArrayList<String> {

		Names() {
			super(Choice.USUAL);
			addAll(Choice.INDEXES);
		}

	}

	@Option(names = "--rows", defaultValue = "5000000", paramLabel = "N", description = "Payments to measure with.")
	private long rows;

	@Option(names = "--workers", defaultValue = "2", paramLabel = "N",
			description = "Connections that work, of the program and of its floors.")
	private int workers;

	@Option(names = "--rounds", defaultValue = "3", paramLabel = "N",
			description = "How often all is measured, each time in the other order.")
	private int rounds;

	@Option(names = "--case", split = ",", paramLabel = "NAME",
			description = "Only these cases, of: ${COMPLETION-CANDIDATES}.", completionCandidates = Names.class,
			showDefaultValue = CommandLine.Help.Visibility.NEVER)
	private List<String> names = List.of();

	@Option(names = "--indexes",
			description = "Also measures what it is worth to build secondary indexes after the backfill.")
	private boolean indexes;

	@Option(names = "--output", defaultValue = "text", paramLabel = "FORMAT", description = "text or json.")
	private Format format = Format.TEXT;

	@Spec
	private @Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		require(this.rows >= 1, "--rows takes 1 or more");
		require(this.workers >= 1 && this.workers <= 64, "--workers takes 1 to 64");
		require(this.rounds >= 1, "--rounds takes 1 or more");
		String home = System.getProperty("bluegreen.home", "");
		Path launcher = Path.of(home, "bluegreen");
		require(!home.isEmpty() && Files.isExecutable(launcher),
				"it measures the packaged program: start it as `./bluegreen bench` in a checkout");
		Choice choice = choice();
		List<Case> cases;
		try (PostgresServer server = PostgresServer.start();
				Legacy legacy = Legacy.build(server, launcher, this.rows, "");
				Bench bench = new Bench(legacy, this.workers, choice)) {
			bench.run(this.rounds);
			if (choice.takes("peak-memory") && this.rows > SmallTable.ROWS) {
				new SmallTable(server, launcher, this.workers).measure(this.rounds, bench.measured());
			}
			cases = bench.cases();
		}
		System.out.println((this.format == Format.JSON) ? Report.json(cases) : Report.text(cases));
		return 0;
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
