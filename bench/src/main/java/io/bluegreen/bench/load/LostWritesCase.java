package io.bluegreen.bench.load;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.bluegreen.testbed.traffic.LibraryDualWrite;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * The library and an asynchronous save are told of the same changes, of which the same
 * ones are lost and come late.
 */
final class LostWritesCase {

	private static final int WRITERS = 4;

	private static final int CHANGES = 2500;

	private static final String NAIVE = """
			CREATE SCHEMA naive;
			CREATE TABLE naive.payments (payment_id bigint PRIMARY KEY, description text);
			INSERT INTO naive.payments SELECT payment_id, description FROM green.payments
			""";

	private final AtomicInteger numbers = new AtomicInteger();

	List<Figure> run(Path home) throws Exception {
		try (TwoServers servers = TwoServers.filled(home, 2000).migrated()) {
			try (Connection owner = servers.green().connect(LegacyDatabase.OWNER);
					Statement statement = owner.createStatement()) {
				statement.execute(NAIVE);
			}
			List<Long> keys = List.copyOf(descriptions(servers.blue(), "blue.payments").keySet()).subList(0, 500);
			try (LibraryDualWrite library = LibraryDualWrite.start(servers.blue().url(), servers.green().url());
					AsynchronousSave naive = new AsynchronousSave(servers.green().as(LegacyDatabase.OWNER))) {
				Messages messages = new Messages();
				AtomicInteger writers = new AtomicInteger();
				Threads.run(WRITERS, () -> write(servers.blue(), keys, new Random(writers.getAndIncrement()),
						(id, description) -> messages.send(() -> {
							library.apply("blue.payments", id);
							naive.save(id, description);
						})));
				messages.sendKeptBack();
			}
			Map<Long, String> blue = descriptions(servers.blue(), "blue.payments");
			double before = wrong(blue, descriptions(servers.green(), "green.payments"));
			double naive = wrong(blue, descriptions(servers.green(), "naive.payments"));
			servers.run(LegacyDatabase.JOBS, "reconcile");
			double after = wrong(blue, descriptions(servers.green(), "green.payments"));
			return List.of(Figure.of("dual-write/lost/changes", "changes", (double) WRITERS * CHANGES),
					Figure.of("dual-write/lost/asynchronous-save", "rows wrong", naive),
					Figure.of("dual-write/lost/dual-write", "rows wrong", before),
					new Figure("dual-write/lost/reconciled", "rows wrong", after, null, Figure.Bound.atMost(0)));
		}
	}

	private void write(Database blue, List<Long> keys, Random random, Committed committed) throws SQLException {
		try (Connection connection = blue.connect(LegacyDatabase.APPLICATION);
				PreparedStatement statement = connection
					.prepareStatement("UPDATE blue.payments SET description = ? WHERE payment_id = ?")) {
			for (int i = 0; i < CHANGES; i++) {
				long id = keys.get(random.nextInt(keys.size()));
				String description = "change " + this.numbers.getAndIncrement();
				statement.setString(1, description);
				statement.setLong(2, id);
				statement.executeUpdate();
				committed.row(id, description);
			}
		}
	}

	private static Map<Long, String> descriptions(Database database, String table) throws SQLException {
		Map<Long, String> found = new HashMap<>();
		try (Connection owner = database.connect(LegacyDatabase.OWNER);
				Statement statement = owner.createStatement();
				ResultSet rows = statement.executeQuery("SELECT payment_id, coalesce(description, '') FROM " + table)) {
			while (rows.next()) {
				found.put(rows.getLong(1), rows.getString(2));
			}
		}
		return found;
	}

	private static long wrong(Map<Long, String> blue, Map<Long, String> other) {
		return blue.entrySet()
			.stream()
			.filter((row) -> !Objects.equals(other.get(row.getKey()), row.getValue()))
			.count();
	}

	/** Is told of a row after its commit. */
	@FunctionalInterface
	private interface Committed {

		void row(long id, String description);

	}

	/** One in ten is lost, one in ten kept back and sent later, in any order. */
	private static final class Messages {

		private final Random random = new Random(1);

		private final List<Runnable> keptBack = new ArrayList<>();

		synchronized void send(Runnable message) {
			int fate = this.random.nextInt(10);
			if (fate == 1) {
				this.keptBack.add(message);
				if (this.keptBack.size() == 8) {
					sendKeptBack();
				}
			}
			else if (fate > 1) {
				message.run();
			}
		}

		synchronized void sendKeptBack() {
			Collections.shuffle(this.keptBack, this.random);
			this.keptBack.forEach(Runnable::run);
			this.keptBack.clear();
		}

	}

}
