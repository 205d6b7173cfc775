package io.bluegreen.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * The packaged program on a fixture.
 *
 * @param measured is told the peak memory of each run, and how much of a backfill went
 * into ledger and metadata
 */
record Ours(Fixture fixture, int workers, Measurements measured) {

	/** Names what was measured of memory, in MiB. */
	static final String MEMORY = "peak-memory/";

	/** Names what was measured of ledger and metadata, in percent. */
	static final String METADATA = "backfill/metadata-share";

	/** From the start of a process to its first chunk, in seconds. */
	double start() throws IOException, InterruptedException {
		Program.Run run = backfillFew();
		return Duration.between(run.began(), this.fixture.steps("backfill", "payment_events").began()).toNanos() / 1e9;
	}

	/** A whole backfill of ten rows. */
	Program.Run backfillFew() throws IOException, InterruptedException {
		return this.fixture.program().run(LegacyDatabase.JOBS, "backfill", "payment_events", "--new");
	}

	/** A whole verify of ten rows. */
	Program.Run verifyFew() throws IOException, InterruptedException {
		return this.fixture.program().run(LegacyDatabase.JOBS, "verify", "payment_events");
	}

	/** From the start of a process to the end of its help, in seconds. */
	double help() throws IOException, InterruptedException {
		return this.fixture.program().help();
	}

	/** Leaves Green as a backfill does, whatever was run before. */
	boolean fill() throws IOException, InterruptedException {
		if (!this.fixture.isFull()) {
			this.fixture.empty();
			run("backfill", "--new");
		}
		this.fixture.settle();
		return true;
	}

	/** From the first chunk to the last, in seconds. */
	double backfill() throws IOException, InterruptedException {
		Steps steps = run("backfill", "--new");
		this.measured.add(METADATA + this.fixture.label(), steps.metadataPercent());
		return steps.seconds();
	}

	/** From the first range to the last, in seconds. */
	double verify(String... options) throws IOException, InterruptedException {
		return run("verify", options).seconds();
	}

	/** From the start of its work to the verdict on what changed, in seconds. */
	double verifySince() throws IOException, InterruptedException {
		process("verify", "--since=last");
		return this.fixture.seconds("since.sql");
	}

	/** From the start of a process to its end, in seconds. */
	double reconcile() throws IOException, InterruptedException {
		return process("reconcile").seconds();
	}

	private Steps run(String command, String... options) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of(options));
		all.add("--workers=" + this.workers);
		process(command, all.toArray(String[]::new));
		return this.fixture.steps(command, this.fixture.shape().table());
	}

	private Program.Run process(String command, String... options) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of(command, this.fixture.shape().table(), "--output=json"));
		arguments.addAll(List.of(options));
		Program.Run run = this.fixture.program().run(LegacyDatabase.JOBS, arguments.toArray(String[]::new));
		this.measured.add(MEMORY + command + this.fixture.label(), run.peakMib());
		return run;
	}

}
