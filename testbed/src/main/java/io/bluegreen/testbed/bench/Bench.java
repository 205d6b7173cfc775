package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;

/**
 * Lets all contenders run, round by round, every other round in reverse, so that whatever
 * else the machine does falls on all of them.
 */
final class Bench {

	/** What the jobs take as long as nothing else is configured. */
	private static final Duration CHUNK_TARGET = Duration.ofMillis(500);

	private final Stage stage;

	private final Floor floor;

	private final String workers;

	private final Mapping mapping;

	private final Measurements measured = new Measurements();

	Bench(Stage stage, Floor floor, int workers) {
		this.stage = stage;
		this.floor = floor;
		this.workers = "--workers=" + workers;
		this.mapping = Stage.mapping(stage.jobs());
	}

	/**
	 * Runs everything.
	 * @param indexes whether loads with secondary indexes are wanted too
	 */
	List<Case> run(int rounds, boolean indexes) throws Exception {
		for (int round = 1; round <= rounds; round++) {
			run(round, List.of(new Contender("startup", this::start)));
			run(round, loads());
			this.stage.settle();
			run(round, checks());
			if (indexes) {
				run(round, indexedLoads());
			}
		}
		return cases(indexes);
	}

	private void run(int round, List<Contender> contenders) throws Exception {
		List<Contender> order = new ArrayList<>(contenders);
		if (round % 2 == 0) {
			Collections.reverse(order);
		}
		for (Contender contender : order) {
			double seconds = contender.seconds().call();
			this.measured.add(contender.name(), seconds);
			Log.done("round %d: %s".formatted(round, contender.name()), seconds);
		}
	}

	private List<Contender> loads() {
		PlainSql plain = new PlainSql(this.stage, this.mapping);
		return List.of(load("backfill", this::backfillAndShare),
				load("backfill floor, a commit a range", applying(Duration.ZERO)),
				load("backfill floor, a commit a chunk-target", applying(CHUNK_TARGET)),
				load("insert-select", plain::insertSelect));
	}

	private List<Contender> checks() {
		PlainSql plain = new PlainSql(this.stage, this.mapping);
		Comparing comparing = new Comparing(this.mapping, Grouping.OF_PAYMENTS);
		return List.of(new Contender("verify", () -> verify("verify")),
				new Contender("verify floor", comparing(RangeWork.checksums(comparing))),
				new Contender("verify --exact", () -> verify("verify", "--exact")),
				new Contender("verify --exact floor", comparing(RangeWork.exact(comparing))),
				new Contender("full-join", plain::fullJoin));
	}

	private List<Contender> indexedLoads() {
		SecondaryIndexes indexes = new SecondaryIndexes(this.stage);
		return List.of(load("post-data-after", () -> {
			double seconds = backfill() + indexes.build();
			indexes.drop();
			return seconds;
		}), load("indexes-first", () -> {
			indexes.build();
			double seconds = backfill();
			indexes.drop();
			return seconds;
		}));
	}

	private Contender load(String name, Callable<Double> seconds) {
		return new Contender(name, () -> {
			this.stage.empty();
			double taken = seconds.call();
			this.stage.requireFull();
			return taken;
		});
	}

	private double start() throws IOException, InterruptedException {
		Program.Run run = this.stage.program().run(LegacyDatabase.JOBS, "backfill", "payment_events", "--new");
		return Duration.between(run.began(), this.stage.steps("backfill", "payment_events").began()).toNanos() / 1e9;
	}

	private double backfill() throws IOException, InterruptedException {
		return run("backfill", "--new").seconds();
	}

	private double backfillAndShare() throws IOException, InterruptedException {
		Steps steps = run("backfill", "--new");
		this.measured.add("metadata-share", steps.metadataPercent());
		return steps.seconds();
	}

	private double verify(String... command) throws IOException, InterruptedException {
		return run(command).seconds();
	}

	private Steps run(String... command) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of(command));
		arguments.addAll(List.of("payments", this.workers, "--output=json"));
		Program.Run run = this.stage.program().run(LegacyDatabase.JOBS, arguments.toArray(String[]::new));
		this.measured.add("memory of " + command[0], run.peakMib());
		return this.stage.steps(command[0], "payments");
	}

	private Callable<Double> applying(Duration commitAfter) {
		return () -> this.floor.seconds(this.stage.ranges("backfill"), RangeWork.apply(this.mapping), commitAfter);
	}

	private Callable<Double> comparing(RangeWork work) {
		return () -> this.floor.seconds(this.stage.ranges("verify"), work, CHUNK_TARGET);
	}

	private List<Case> cases(boolean indexes) {
		double backfillMib = this.measured.of("memory of backfill").max();
		double verifyMib = this.measured.of("memory of verify").max();
		List<Case> cases = new ArrayList<>(List.of(
				timed("backfill/in-database", "backfill", "backfill floor, a commit a range",
						"backfill floor, a commit a chunk-target"),
				timed("verify/in-database", "verify", "verify floor"),
				timed("verify/exact", "verify --exact", "verify --exact floor"),
				timed("insert-select", "insert-select"), timed("full-join", "full-join"),
				new TimedCase("startup", this.measured.of("startup"), 0, List.of()),
				new Figure("backfill/metadata-share", "percent", this.measured.of("metadata-share").median()),
				new Figure("peak-memory", "mib", Math.max(backfillMib, verifyMib)),
				new Figure("peak-memory/backfill", "mib", backfillMib),
				new Figure("peak-memory/verify", "mib", verifyMib)));
		if (indexes) {
			cases.add(timed("post-data-after", "post-data-after"));
			cases.add(timed("indexes-first", "indexes-first"));
		}
		return cases;
	}

	private TimedCase timed(String name, String contender, String... floors) {
		return new TimedCase(name, this.measured.of(contender), this.stage.rows(),
				java.util.Arrays.stream(floors).map(this.measured::of).toList());
	}

}
