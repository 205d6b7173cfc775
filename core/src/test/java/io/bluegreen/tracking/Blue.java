package io.bluegreen.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Databases with the tracking in them, and a few tables to try it on: blue.account, and
 * blue.entry in the partitions entry_low and entry_high.
 */
final class Blue {

	private static final List<String> TABLES = List.of(
			"CREATE TABLE blue.account (id int PRIMARY KEY, name varchar(20), amount int NOT NULL DEFAULT 0)",
			"CREATE TABLE blue.entry (region int, id int, note text, PRIMARY KEY (region, id)) PARTITION BY RANGE (region)",
			"CREATE TABLE blue.entry_low PARTITION OF blue.entry FOR VALUES FROM (0) TO (10)",
			"CREATE TABLE blue.entry_high PARTITION OF blue.entry FOR VALUES FROM (10) TO (20)");

	private Blue() {
	}

	static Database create(PostgresServer server) throws SQLException {
		Database database = LegacyDatabase.create(server);
		try (Session owner = new Session(database, LegacyDatabase.OWNER)) {
			owner.run("SET search_path = pg_catalog");
			migrations().forEach(owner::run);
			TABLES.forEach(owner::run);
		}
		return database;
	}

	private static List<String> migrations() {
		// Where they lie in the checkout: a jar cannot be listed.
		Path folder = Path.of(System.getProperty("basedir", "."), "../sql/tracking");
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted(Comparator.comparing((file) -> String.valueOf(file.getFileName())))
				.map(Blue::read)
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The migrations cannot be listed: " + folder, ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
