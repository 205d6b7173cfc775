package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that never stop moving between a few rows, in Blue under a deferred UNIQUE, in
 * Green under an immediate one, while they are copied and dual writes come late or not at
 * all.
 */
@Tag("slow")
class MovingValuesTests {

	/** In each of the three chunks. */
	private static final int[] HOT = { 11, 12, 13, 14, 111, 112, 113, 211, 212, 213 };

	@TempDir
	Path directory;

	private final CountDownLatch stop = new CountDownLatch(1);

	@EitherTopology
	void allAreEqualAfterOneReconcile(Where where) throws Exception {
		long seed = System.nanoTime();
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE);
			ExecutorService threads = Executors.newCachedThreadPool();
			List<Future<Long>> writers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Random random = new Random(seed + i);
				writers.add(threads.submit(writer(table.stores(), random)));
				writers.add(threads.submit(dualWriter(table.stores(), random)));
			}
			for (int i = 0; i < 3; i++) {
				Program.Outcome backfill = table.program().run("backfill", "--new");
				assertThat(backfill.code()).as("seed %d: %s", seed, backfill.err()).isIn(0, 4);
				Program.Outcome reconcile = table.program().run("reconcile");
				assertThat(reconcile.code()).as("seed %d: %s", seed, reconcile.err()).isIn(0, 4);
			}
			this.stop.countDown();
			for (Future<Long> writer : writers) {
				assertThat(writer.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isPositive();
			}
			threads.shutdown();
			table.reconcile();
			table.isEqual();
			Program.Outcome verify = table.program().run("verify");
			assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
		}
	}

	/** Exchanges, rings, and rows whose value another one takes as they go. */
	private Callable<Long> writer(Stores stores, Random random) {
		return () -> {
			try (Connection blue = stores.blue().connect(LegacyDatabase.OWNER)) {
				blue.setAutoCommit(false);
				return untilStopped(() -> {
					int[] ids = random.ints(0, HOT.length).distinct().limit(3).map((i) -> HOT[i]).sorted().toArray();
					try (Statement statement = blue.createStatement()) {
						statement.execute("SELECT FROM old.t WHERE id IN (%d, %d, %d) ORDER BY id FOR UPDATE"
							.formatted(ids[0], ids[1], ids[2]));
						statement.execute(change(random, ids));
						blue.commit();
					}
					catch (SQLException ex) {
						blue.rollback();
						throw ex;
					}
				});
			}
		};
	}

	private static String change(Random random, int[] ids) {
		return switch (random.nextInt(4)) {
			case 0 -> """
					UPDATE old.t a SET v = b.v FROM old.t b
					WHERE a.id IN (%1$d, %2$d) AND b.id = %1$d + %2$d - a.id""".formatted(ids[0], ids[2]);
			case 1 -> """
					WITH gone AS (DELETE FROM old.t WHERE id = %1$d RETURNING v)
					UPDATE old.t SET v = gone.v FROM gone WHERE id = %2$d""".formatted(ids[0], ids[1]);
			case 2 -> "INSERT INTO old.t VALUES (%d, 'w%d', 1) ON CONFLICT (id) DO NOTHING".formatted(ids[0],
					random.nextInt());
			default -> """
					UPDATE old.t a SET v = b.v FROM old.t b
					WHERE (a.id, b.id) IN ((%1$d, %2$d), (%2$d, %3$d), (%3$d, %1$d))""".formatted(ids[0], ids[1],
					ids[2]);
		};
	}

	/** Reads a row, may freeze, and writes it with the guard. */
	private Callable<Long> dualWriter(Stores stores, Random random) {
		return () -> {
			try (Connection blue = stores.blue().connect(LegacyDatabase.JOBS);
					Connection green = stores.green().connect(LegacyDatabase.JOBS)) {
				green.setAutoCommit(false);
				return untilStopped(() -> {
					try (Statement reader = blue.createStatement(); Statement writer = green.createStatement()) {
						writer.execute("SELECT pg_advisory_xact_lock_shared(1650946661, 1)");
						ResultSet row = reader.executeQuery("SELECT to_jsonb(b)::text FROM old.t_as_green b WHERE id = "
								+ HOT[random.nextInt(HOT.length)]);
						if (row.next()) {
							writer
								.execute("SELECT pg_sleep(%s)".formatted(random.nextInt(3) * random.nextDouble() / 10));
							writer.execute("""
									INSERT INTO new.t AS g (id, v, n, row_version)
									SELECT id, v, n, row_version FROM jsonb_populate_record(NULL::new.t, '%s')
									ON CONFLICT (id) DO UPDATE SET v = excluded.v, row_version = excluded.row_version
									WHERE g.row_version < excluded.row_version
									""".formatted(row.getString(1)));
						}
						green.commit();
					}
					catch (SQLException ex) {
						green.rollback();
						throw ex;
					}
				});
			}
		};
	}

	@FunctionalInterface
	private interface Step {

		void run() throws SQLException;

	}

	/** How often it went well. What was refused is lost. */
	private long untilStopped(Step step) throws InterruptedException {
		long done = 0;
		while (!this.stop.await(5, TimeUnit.MILLISECONDS)) {
			try {
				step.run();
				done++;
			}
			catch (SQLException ex) {
				assertThat(ex.getSQLState()).as(ex.getMessage()).isIn("23505", "40P01", "55P03");
			}
		}
		return done;
	}

}
