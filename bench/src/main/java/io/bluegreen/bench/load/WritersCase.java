package io.bluegreen.bench.load;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.HdrHistogram.Histogram;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Writers of Blue that know nothing of a migration: a payment is inserted, another one
 * changed, in one transaction.
 */
final class WritersCase {

	private static final OpenLoop LOAD = new OpenLoop(100);

	private static final Duration STEADY = Duration.ofSeconds(8);

	private static final Duration SATURATED = Duration.ofSeconds(4);

	private static final int CLIENTS = 4;

	private static final String INSERT = """
			INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, description, attributes)
			VALUES (?, 12.34, 'EUR', 'PENDING', now() AT TIME ZONE 'UTC', 'an order', 'channel=web')
			""";

	private static final String UPDATE = """
			UPDATE blue.payments SET status = 'CAPTURED', updated_at = now() AT TIME ZONE 'UTC'
			WHERE payment_id = (SELECT payment_id FROM blue.payments WHERE payment_id >= ? ORDER BY payment_id LIMIT 1)
			""";

	private static final int ROWS = 400_000;

	/** Rows a second. */
	private static final List<Integer> RATES = List.of(20_000, 5_000);

	private final AtomicLong ids = new AtomicLong(1_000_000_000);

	/** Beside a backfill that is held to a rate, and without it. */
	List<Figure> beside(Path home, int rounds) throws Exception {
		Map<Integer, List<Double>> with = new LinkedHashMap<>();
		List<Double> without = new ArrayList<>();
		try (TwoServers servers = TwoServers.filled(home, ROWS).migrated();
				HikariDataSource pool = pool(servers.blue())) {
			LOAD.run(() -> write(pool), STEADY);
			for (int round = 0; round < rounds; round++) {
				without.add(p99(LOAD.run(() -> write(pool), STEADY)));
				for (int rate : RATES) {
					with.computeIfAbsent(rate, (key) -> new ArrayList<>()).add(beside(servers, pool, rate));
				}
			}
		}
		List<Figure> figures = new ArrayList<>();
		figures.add(Figure.of("writers/p99/alone", "ms", without));
		with.forEach((rate, p99) -> figures
			.add(Figure.of("writers/p99/backfill-" + rate, "ms", p99, without, Figure.Bound.atMost(1.2))));
		return figures;
	}

	private double beside(TwoServers servers, HikariDataSource pool, int rate) throws Exception {
		Process backfill = servers.start(LegacyDatabase.JOBS, "backfill", "--new", "--max-rows-per-second=" + rate);
		// Until it copies.
		TimeUnit.SECONDS.sleep(3);
		double p99 = p99(LOAD.run(() -> write(pool), STEADY));
		if (!backfill.isAlive()) {
			throw new IllegalStateException("the backfill ended before the writers did");
		}
		backfill.destroy();
		backfill.waitFor();
		return p99;
	}

	/** With a version and a change log, and without them, in memory and on a disk. */
	List<Figure> tracked(Path home, int rounds) throws Exception {
		return Stream
			.concat(tracked(home, PostgresServer.embedded(), rounds, "").stream(),
					tracked(home, PostgresServer.durable(), rounds, "/on-disk").stream())
			.toList();
	}

	private List<Figure> tracked(Path home, PostgresServer server, int rounds, String where) throws Exception {
		try (TwoServers servers = TwoServers.filled(home, server, 20_000).migrated();
				HikariDataSource with = pool(servers.blue());
				HikariDataSource without = pool(untracked(servers))) {
			for (HikariDataSource pool : List.of(with, without)) {
				OpenLoop.saturated(CLIENTS, () -> write(pool), SATURATED);
			}
			return tracked(with, without, rounds, where);
		}
	}

	private List<Figure> tracked(HikariDataSource with, HikariDataSource without, int rounds, String where)
			throws InterruptedException {
		Measured tracked = new Measured();
		Measured plain = new Measured();
		for (int round = 0; round < rounds; round++) {
			if (round % 2 == 0) {
				measure(with, tracked);
			}
			measure(without, plain);
			if (round % 2 == 1) {
				measure(with, tracked);
			}
		}
		return List.of(Figure.of("writers/p50/untracked" + where, "ms", plain.p50),
				Figure.of("writers/p50/tracked" + where, "ms", tracked.p50, plain.p50, Figure.Bound.atMost(1.1)),
				Figure.of("writers/p99/untracked" + where, "ms", plain.p99),
				Figure.of("writers/p99/tracked" + where, "ms", tracked.p99, plain.p99, Figure.Bound.atMost(1.1)),
				Figure.of("writers/saturation/untracked" + where, "per second", plain.throughput),
				Figure.of("writers/saturation/tracked" + where, "per second", tracked.throughput, plain.throughput,
						Figure.Bound.atLeast(0.9)));
	}

	private static Database untracked(TwoServers servers) throws SQLException {
		Database database = LegacyDatabase.create(servers.blue().server());
		try (Connection owner = database.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 20_000, 1);
		}
		return database;
	}

	private void measure(HikariDataSource pool, Measured measured) throws InterruptedException {
		Histogram micros = LOAD.run(() -> write(pool), STEADY);
		measured.p50.add(micros.getValueAtPercentile(50) / 1000.0);
		measured.p99.add(p99(micros));
		measured.throughput.add(OpenLoop.saturated(CLIENTS, () -> write(pool), SATURATED));
	}

	private static double p99(Histogram micros) {
		return micros.getValueAtPercentile(99) / 1000.0;
	}

	private static HikariDataSource pool(Database blue) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(blue.as(LegacyDatabase.APPLICATION));
		pool.setMaximumPoolSize(8);
		pool.setAutoCommit(false);
		return pool;
	}

	private void write(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection();
				PreparedStatement insert = connection.prepareStatement(INSERT);
				PreparedStatement update = connection.prepareStatement(UPDATE)) {
			insert.setLong(1, this.ids.getAndIncrement());
			insert.executeUpdate();
			update.setLong(1, ThreadLocalRandom.current().nextLong(20_000));
			update.executeUpdate();
			connection.commit();
		}
	}

	private static final class Measured {

		private final List<Double> p50 = new ArrayList<>();

		private final List<Double> p99 = new ArrayList<>();

		private final List<Double> throughput = new ArrayList<>();

	}

}
