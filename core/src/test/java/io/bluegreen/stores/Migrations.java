package io.bluegreen.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * The migrations of a folder, in their order.
 */
public final class Migrations {

	private Migrations() {
	}

	/** Runs them as the owner, as the program does. */
	public static void run(Database database, String... folders) throws SQLException {
		try (Connection owner = database.connect(LegacyDatabase.OWNER); Statement statement = owner.createStatement()) {
			statement.execute("SET search_path = pg_catalog");
			for (String folder : folders) {
				for (String migration : in(folder)) {
					statement.execute(migration);
				}
			}
		}
	}

	private static List<String> in(String folder) {
		// Where they lie in the checkout: a jar cannot be listed.
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("basedir", "."), "../sql", folder))) {
			return files.sorted(Comparator.comparing(Migrations::number)).map(Migrations::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The migrations cannot be listed: " + folder, ex);
		}
	}

	private static int number(Path file) {
		return Integer.parseInt(String.valueOf(file.getFileName()).replaceFirst("V(\\d+)__.*", "$1"));
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
