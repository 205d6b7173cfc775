package io.bluegreen.testbed.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testbed.traffic.Counter;
import io.bluegreen.testbed.traffic.Faults;
import io.bluegreen.testbed.traffic.LibraryDualWrite;
import io.bluegreen.testbed.traffic.Load;
import io.bluegreen.testbed.traffic.Traffic;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Database;

/**
 * One run: writers write, commands run, faults strike, and what is left is made up for by
 * the commands that an operator would type.
 *
 * @param home the checkout
 * @param logs a folder for what commands print
 * @param blue with a filled legacy store
 * @param green an empty database
 * @param link leads to Green
 */
record Chaos(Path home, Path logs, Database blue, Database green, Link link, long seed, PrintStream out) {

	private static final int PROCESSES = 2;

	/** What is started again and again; a new plan now and then. */
	private static final String[][] COMMANDS = { { "backfill" }, { "backfill", "--workers=1" }, { "reconcile" },
			{ "verify", "--settle=1s" }, { "backfill" }, { "gate", "--refresh", "--wait=2s" },
			{ "backfill", "--new", "--chunk-rows=500" } };

	private static final List<Fault> FAULTS = List.of(Fault.values());

	/** How often commands may fail for what faults have left behind. */
	private static final int TRIES = 5;

	/**
	 * Runs it.
	 * @param length how long faults strike
	 * @return whether both sides were equal in the end, and verify said so
	 */
	boolean run(Duration length) throws SQLException, IOException, InterruptedException {
		Random random = new Random(this.seed);
		try (Jobs jobs = new Jobs(this.home, this.logs, new Location(this.blue, this.link.url()))) {
			if (jobs.run(LegacyDatabase.OWNER, "migrate") != 0) {
				return false;
			}
			try (LibraryDualWrite dualWrite = LibraryDualWrite.start(this.blue.url(), this.link.url());
					Traffic traffic = new Traffic(this.blue.as(LegacyDatabase.APPLICATION), new Load(4, 100, this.seed),
							dualWrite, Faults.ALL)
						.start()) {
				strike(jobs, random, System.nanoTime() + length.toNanos());
				traffic.stop();
				this.out.printf("%,d payments inserted and %,d deleted meanwhile, %,d dual writes lost, %,d failed%n",
						traffic.count(Counter.INSERTED), traffic.count(Counter.DELETED),
						traffic.count(Counter.DUAL_LOST), traffic.count(Counter.DUAL_FAILED));
			}
			jobs.awaitAll();
			this.out.println("exit codes: " + jobs.codes());
			return ends(jobs);
		}
	}

	private void strike(Jobs jobs, Random random, long end) throws SQLException, IOException, InterruptedException {
		int next = 0;
		while (System.nanoTime() < end) {
			while (jobs.running() < PROCESSES) {
				jobs.start(COMMANDS[next++ % COMMANDS.length]);
			}
			// A command takes more than a second to start.
			TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2000));
			Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
			this.out.printf("%s: %s%n", fault.words(), jobs.commands());
			fault.strike(this, jobs, random);
		}
	}

	private boolean ends(Jobs jobs) throws SQLException, IOException, InterruptedException {
		for (String command : new String[] { "backfill", "reconcile", "verify" }) {
			int code = -1;
			for (int i = 0; i < TRIES && code != 0; i++) {
				code = jobs.run(LegacyDatabase.JOBS, command);
				this.out.printf("%s: exit code %d%n", command, code);
			}
			if (code != 0) {
				return false;
			}
		}
		return new PlainComparison(this.blue, this.green).areEqual(this.out);
	}

}
