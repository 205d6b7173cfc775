package io.bluegreen.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

/**
 * Databases as {@code migrate} leaves them, with payments of the legacy schema: copies of
 * some that are migrated once, which takes a tenth of the time.
 */
public final class Migrated {

	private static final Map<List<Object>, Stores> ORIGINALS = new HashMap<>();

	private Migrated() {
	}

	/**
	 * The origin of a {@link FreshDatabase}.
	 * @param payments how many there are, from before the migration
	 */
	public static FreshDatabase.Origin with(int payments) {
		return (server) -> original(Where.ONE_DATABASE, payments).blue().copy();
	}

	/**
	 * Both sides.
	 * @param payments how many there are, from before the migration
	 */
	public static Stores stores(Where where, int payments) throws SQLException {
		Stores original = original(where, payments);
		Database blue = original.blue().copy();
		return new Stores(blue, original.green().equals(original.blue()) ? blue : original.green().copy());
	}

	private static synchronized Stores original(Where where, int payments) throws SQLException {
		List<Object> key = List.of(where, payments);
		Stores original = ORIGINALS.get(key);
		if (original == null) {
			original = Stores.create(where);
			dropAtTheEnd(original);
			original.inBlue().fill(payments);
			migrate(original);
			ORIGINALS.put(key, original);
		}
		return original;
	}

	private static void migrate(Stores stores) {
		try {
			Path directory = Files.createTempDirectory("migrated");
			Program program = new Program(stores.blue(), stores.green(), directory);
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
	private static void dropAtTheEnd(Stores original) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				original.close();
			}
			catch (SQLException ex) {
				// The server has ended first, and took it along.
			}
		}));
	}

}
