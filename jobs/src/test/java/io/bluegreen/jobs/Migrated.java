package io.bluegreen.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Databases as {@code migrate} leaves them in one database, with payments of the legacy
 * schema: copies of one that is migrated once, which takes a tenth of the time.
 */
public final class Migrated {

	private static final Map<Integer, Database> ORIGINALS = new HashMap<>();

	private Migrated() {
	}

	/**
	 * The origin of a {@link FreshDatabase}.
	 * @param payments how many there are, from before the migration
	 */
	public static FreshDatabase.Origin with(int payments) {
		return (server) -> original(server, payments).copy();
	}

	private static synchronized Database original(PostgresServer server, int payments) throws SQLException {
		Database original = ORIGINALS.get(payments);
		if (original == null) {
			original = LegacyDatabase.create(server);
			dropAtTheEnd(original);
			new Sql(original).fill(payments);
			migrate(original);
			ORIGINALS.put(payments, original);
		}
		return original;
	}

	private static void migrate(Database database) {
		try {
			Path directory = Files.createTempDirectory("migrated");
			Program program = new Program(database, directory);
			Program.Outcome outcome = program.runAsOwner("migrate");
			Files.delete(program.configFor(LegacyDatabase.OWNER));
			Files.delete(directory);
			if (outcome.code() != 0) {
				throw new AssertionError(outcome.err());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A server that is not ours stays, and keeps nothing of it. */
	private static void dropAtTheEnd(Database original) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				original.drop();
			}
			catch (SQLException ex) {
				// The server has ended first, and took it along.
			}
		}));
	}

}
