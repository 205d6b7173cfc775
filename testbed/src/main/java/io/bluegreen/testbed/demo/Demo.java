package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testbed.traffic.Counter;
import io.bluegreen.testbed.traffic.Faults;
import io.bluegreen.testbed.traffic.Load;
import io.bluegreen.testbed.traffic.Traffic;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * The steps from a filled legacy store to a proven copy, and to the proof that the proof
 * notices.
 *
 * @param database with a filled legacy store
 * @param operator runs the commands
 * @param narrator tells about it
 * @param seed of the live writes
 */
record Demo(Database database, Operator operator, Narrator narrator, long seed) {

	private static final Load LOAD_OF_A_SHOP = new Load(4, 200, 0);

	private static final int LOST_AFTER_BACKFILL = 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	void run() throws SQLException, IOException, InterruptedException {
		migrate();
		backfillUnderLiveWrites();
		reconcile();
		verify();
		Set<String> damaged = damage();
		verifyAgain(damaged.size());
		list(damaged);
	}

	private void migrate() throws IOException, InterruptedException {
		this.narrator.step("Create Green beside Blue",
				"Blue's tables get a version and a change log, Green its tables. Only this step needs the tables' owner.");
		this.operator.setsUp();
		this.operator.runsAsOwner(0, "migrate");
	}

	private void backfillUnderLiveWrites() throws SQLException, IOException, InterruptedException {
		this.narrator.step("Live writes begin", """
				Four writers insert, update, delete and re-key payments in Blue, about 200 transactions a second.
				After each commit a dual write brings the row to Green; 1 in 10 of these is lost or fails, others come
				late, twice, or out of order. Until the backfill begins, Green refuses them.""");
		Load load = new Load(LOAD_OF_A_SHOP.writers(), LOAD_OF_A_SHOP.transactionsPerSecond(), this.seed);
		try (ApplyingDualWrite dualWrite = new ApplyingDualWrite(this.database, LegacyDatabase.JOBS);
				Traffic traffic = new Traffic(this.database.as(LegacyDatabase.APPLICATION), load, dualWrite, Faults.ALL)
					.start()) {
			this.narrator.step("Copy the history while they go on",
					"Each chunk is one transaction; killed at any point, the same command goes on where it was.");
			this.operator.runs(0, "backfill");
			this.narrator.step("Live writes end",
					"They went on for a while after the backfill, so that dual writes were lost which nothing has mended yet.");
			long refusedBefore = traffic.count(Counter.DUAL_REFUSED);
			awaitLosses(traffic);
			traffic.stop();
			report(traffic, refusedBefore);
		}
	}

	private static void awaitLosses(Traffic traffic) throws InterruptedException {
		long enough = traffic.count(Counter.DUAL_LOST) + LOST_AFTER_BACKFILL;
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (traffic.count(Counter.DUAL_LOST) < enough) {
			if (System.nanoTime() > deadline) {
				throw new UnexpectedException("the live writes came to a halt");
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	private void report(Traffic traffic, long refusedBefore) throws SQLException {
		this.narrator.says("%,d transactions: %,d payments inserted, %,d updated, %,d deleted, %,d re-keyed.",
				traffic.count(Counter.COMMITTED), traffic.count(Counter.INSERTED) + traffic.count(Counter.REINSERTED),
				traffic.count(Counter.UPDATED), traffic.count(Counter.DELETED), traffic.count(Counter.KEY_CHANGED));
		this.narrator.says(
				"Dual writes: %,d arrived, %,d lost or failed, %,d refused (%,d of them after the backfill).",
				traffic.count(Counter.DUAL_WRITTEN),
				traffic.count(Counter.DUAL_LOST) + traffic.count(Counter.DUAL_FAILED),
				traffic.count(Counter.DUAL_REFUSED), traffic.count(Counter.DUAL_REFUSED) - refusedBefore);
		long rows = behind();
		this.narrator.says("A plain SQL join counts %,d rows in which Green is wrong.", rows);
		if (rows == 0 || traffic.count(Counter.DUAL_WRITTEN) == 0) {
			throw new UnexpectedException("dual writes should have arrived, and some should be missing");
		}
	}

	private void reconcile() throws SQLException, IOException, InterruptedException {
		this.narrator.step("Bring what the dual writes lost",
				"The change log knows every key that changed. In production this runs every minute.");
		this.operator.runs(0, "reconcile");
		long rows = behind();
		this.narrator.says("The same join now counts %,d rows.", rows);
		if (rows != 0) {
			throw new UnexpectedException("Green should have every row of Blue now, in its version");
		}
	}

	private void verify() throws IOException, InterruptedException {
		this.narrator.step("Prove it", "Every row of both sides is compared, by content: MATCH is exit code 0.");
		this.operator.runs(0, "verify");
	}

	private Set<String> damage() throws SQLException {
		this.narrator.step("Break it", "Someone changes, deletes and invents rows of Green:");
		try (Connection owner = this.database.connect(LegacyDatabase.OWNER)) {
			Set<String> damaged = Damage.inflict(owner);
			damaged.forEach(this.narrator::printed);
			return damaged;
		}
	}

	private void verifyAgain(int rows) throws IOException, InterruptedException {
		this.narrator.step("See that it is noticed",
				"DIFFER is exit code 3. A row that Green lacks is looked at again (--settle, 5 s unless said) in case it comes.");
		this.operator.runs(3, "verify", "--settle=1s");
		this.narrator.says("%d rows were damaged among all of them.", rows);
	}

	private void list(Set<String> damaged) throws SQLException, IOException, InterruptedException {
		this.narrator.step("Name the rows", "Exactly those that were damaged, no other.");
		String json = this.operator.reads(0, "differences", "--output=json");
		try (Connection owner = this.database.connect(LegacyDatabase.OWNER)) {
			Set<String> listed = Damage.listed(owner, json);
			listed.forEach(this.narrator::printed);
			if (!listed.equals(damaged)) {
				throw new UnexpectedException("these rows were damaged: " + damaged);
			}
		}
		this.narrator.says("All %d, and only these.", damaged.size());
	}

	private long behind() throws SQLException {
		try (Connection owner = this.database.connect(LegacyDatabase.OWNER)) {
			return Lag.rows(owner);
		}
	}

}
