package io.bluegreen.jobs.reconcile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;
import io.bluegreen.tracking.LogPruning;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A few keys that are deleted, inserted and changed all the time, and applies that freeze
 * between their read and their write: whatever they do, one reconcile after they have
 * ended makes every row equal. Each round ends with a reconcile while applies of the last
 * writes are still frozen, so that nothing but the protocol mends what they write.
 */
@Tag("slow")
class HotKeysTests {

	private static final int KEYS = 8;

	private static final Duration ROUND = Duration.ofMillis(250);

	private static final int ROUNDS = 16;

	/**
	 * A UNIQUE index that is checked before the key: an insert that waits there has drawn
	 * its version already, while its key goes on to live and die.
	 */
	private static final String[] ANOTHER_UNIQUE_KEY = {
			"ALTER TABLE blue.payment_events DROP CONSTRAINT IF EXISTS payment_events_payment_id_fkey",
			"ALTER TABLE blue.payments DROP CONSTRAINT payments_pkey",
			"CREATE UNIQUE INDEX one_reference ON blue.payments (merchant_reference)",
			"ALTER TABLE blue.payments ADD PRIMARY KEY (payment_id)" };

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private volatile CountDownLatch stop = new CountDownLatch(0);

	@Test
	void everyRoundEndsEqual() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory);
		Sql sql = new Sql(this.fresh.database());
		sql.run(ANOTHER_UNIQUE_KEY);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(this.fresh.as(LegacyDatabase.JOBS));
			pool.setMaximumPoolSize(16);
			LegacyMappings mappings = LegacyMappings.read(pool);
			Side blue = LegacyMappings.read(this.fresh.as(LegacyDatabase.JOBS)).side();
			Reconcile reconcile = reconcile(blue, mappings.side());
			for (int round = 0; round < ROUNDS; round++) {
				round(round, mappings, reconcile);
				ReconcileAnswer answer = reconcile.run(List.of(mappings.payments()));
				assertThat(answer.isComplete()).as("round %d: %s", round, answer).isTrue();
				assertThat(sql.unequal()).as("rows that are not equal after round %d", round).isZero();
			}
		}
	}

	private static Reconcile reconcile(Side blue, Side green) {
		StopSignal stopSignal = new StopSignal();
		Positions positions = new Positions(blue, green, new LogPruning(blue, 10_000_000, stopSignal));
		Databases databases = new Databases(blue, green);
		return new Reconcile(databases, new ExclusiveWork(blue, Duration.ofSeconds(30), stopSignal), positions,
				new ChangeIntake(databases, positions, stopSignal),
				new InsertLogSwitch(green, Duration.ofSeconds(30), stopSignal),
				new Retention(green, Duration.ofDays(30)), stopSignal, Duration.ofSeconds(30));
	}

	private void round(int seed, LegacyMappings mappings, Reconcile reconcile) throws Exception {
		this.stop = new CountDownLatch(1);
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Future<?>> writers = new ArrayList<>();
		List<Future<?>> applies = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			writers.add(threads.submit(writer(new Random(seed * 31L + i))));
			applies.add(threads.submit(apply(mappings, new Random(seed * 37L + i))));
		}
		Future<?> passes = threads.submit(until(() -> reconcile.run(List.of(mappings.payments()))));
		this.stop.await(ROUND.toMillis(), TimeUnit.MILLISECONDS);
		this.stop.countDown();
		for (Future<?> writer : writers) {
			writer.get(60, TimeUnit.SECONDS);
		}
		passes.get(60, TimeUnit.SECONDS);
		reconcile.run(List.of(mappings.payments()));
		for (Future<?> apply : applies) {
			apply.get(60, TimeUnit.SECONDS);
		}
		threads.shutdown();
	}

	private Callable<Boolean> until(Runnable step) {
		return () -> {
			while (this.stop.getCount() > 0) {
				step.run();
			}
			return true;
		};
	}

	/** Transactions of a few changes, some of them behind savepoints, some held open. */
	private Callable<Boolean> writer(Random random) {
		return () -> {
			try (Connection connection = this.fresh.connect(LegacyDatabase.APPLICATION)) {
				connection.setAutoCommit(false);
				return until(() -> write(connection, random)).call();
			}
		};
	}

	private static void write(Connection connection, Random random) {
		try {
			try (var statement = connection.createStatement()) {
				for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
					boolean savepoint = random.nextInt(3) == 0;
					if (savepoint) {
						statement.execute("SAVEPOINT s");
					}
					statement.execute(change(random));
					if (savepoint && random.nextInt(3) == 0) {
						statement.execute("ROLLBACK TO SAVEPOINT s");
					}
					if (random.nextInt(3) == 0) {
						statement.execute("SELECT pg_sleep(%s)".formatted(random.nextDouble() * 0.02));
					}
				}
			}
			if (random.nextInt(5) == 0) {
				connection.rollback();
			}
			else {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			rollback(connection);
		}
	}

	private static void rollback(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String change(Random random) {
		int key = 1 + random.nextInt(KEYS);
		String insert = """
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, merchant_reference, description)
				VALUES (%d, 1, 'EUR', 'PENDING', now(), '%d', '%d')
				"""
			.formatted(key, random.nextInt(KEYS), random.nextInt());
		return switch (random.nextInt(8)) {
			case 0, 1, 2 -> insert;
			case 3 -> insert + " ON CONFLICT (payment_id) DO UPDATE SET description = excluded.description";
			case 4 ->
				"UPDATE blue.payments SET description = '%d' WHERE payment_id = %d".formatted(random.nextInt(), key);
			case 5 -> "UPDATE blue.payments SET payment_id = %d WHERE payment_id = %d"
				.formatted(1 + random.nextInt(KEYS), key);
			default -> "DELETE FROM blue.payments WHERE payment_id = " + key;
		};
	}

	/**
	 * An apply as it is across two servers: it reads, freezes, writes with the guard, and
	 * may freeze again before its commit.
	 */
	private Callable<Boolean> apply(LegacyMappings mappings, Random random) {
		Side side = mappings.side();
		return until(() -> {
			try {
				side.run(() -> {
					new Authority(side.client()).enter(mappings.payments());
					copy(side.client(), 1 + random.nextInt(KEYS), nap(random, 0.6));
					freeze(side.client(), nap(random, 0.1));
				});
			}
			catch (DataAccessException ex) {
				// A deadlock with another of these, which write in no order.
			}
		});
	}

	private static double nap(Random random, double longest) {
		return (random.nextInt(5) < 2) ? random.nextDouble() * longest : 0;
	}

	private static void freeze(JdbcClient client, double seconds) {
		client.sql("SELECT pg_sleep(?)").param(seconds).query((row) -> {
		});
	}

	private static void copy(JdbcClient client, int key, double nap) {
		List<String> rows = client.sql("SELECT to_jsonb(b)::text FROM blue.payments_as_green b WHERE payment_id = ?")
			.param(key)
			.query(String.class)
			.list();
		freeze(client, nap);
		for (String row : rows) {
			client
				.sql("""
						INSERT INTO green.payments AS g (payment_id, amount_minor, currency, status, created_at, description,
						                                 metadata_json, row_version)
						SELECT r.payment_id, r.amount_minor, r.currency, r.status, r.created_at, r.description,
						       r.metadata_json, r.row_version
						FROM jsonb_populate_record(NULL::green.payments, ?::jsonb) r
						ON CONFLICT (payment_id) DO UPDATE
						SET description = excluded.description, created_at = excluded.created_at,
						    row_version = excluded.row_version
						WHERE g.row_version < excluded.row_version
						""")
				.param(row)
				.update();
		}
	}

}
