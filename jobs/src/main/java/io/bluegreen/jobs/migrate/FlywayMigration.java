package io.bluegreen.jobs.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.lock.OwnConnections;
import io.bluegreen.session.Side;

/**
 * One location of migrations with a history table of its own, in a database that may hold
 * anything else.
 */
class FlywayMigration {

	/** For the whole session. The role's own defaults are for people. */
	private static final String SETTINGS = """
			SET lock_timeout = '%dms'; SET statement_timeout = 0; SET search_path = pg_catalog;
			SET default_transaction_read_only = off; SET default_transaction_isolation = 'read committed'
			""";

	private final Side side;

	private final String schema;

	private final String history;

	private final String location;

	private final Flyway flyway;

	FlywayMigration(Side side, String schema, String history, String location) {
		this.side = side;
		this.schema = schema;
		this.history = history;
		this.location = location;
		this.flyway = Flyway.configure()
			.dataSource(OwnConnections.of(side))
			.locations(location)
			.failOnMissingLocations(true)
			.schemas(schema)
			.createSchemas(true)
			.table(history)
			// The schema is not empty when the second history is begun in it.
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.initSql(SETTINGS.formatted(LockTimeout.DDL.toMillis()))
			// CREATE INDEX CONCURRENTLY waits for every transaction, Flyway's own lock
			// included.
			.configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
			.validateMigrationNaming(true)
			.load();
	}

	/**
	 * Runs what was not run yet.
	 * @return version and description of each
	 * @throws RefusedException if there are no such migrations, or one of them is wrong
	 */
	List<String> run() {
		requireFolder();
		try {
			requireHistory();
			MigrationInfo[] migrations = this.flyway.info().all();
			requireNotNewer(migrations);
			if (Arrays.stream(migrations).anyMatch((migration) -> migration.getState().isFailed())) {
				// Only a migration that runs without a transaction leaves this; each of
				// ours can be run again.
				this.flyway.repair();
			}
			return this.flyway.migrate().migrations.stream()
				.map((migration) -> migration.version + " " + migration.description)
				.toList();
		}
		catch (FlywayException ex) {
			throw explained(ex);
		}
	}

	/**
	 * What {@link #run} would run, as its answer names it. Nothing is written.
	 * @throws RefusedException as {@link #run}
	 */
	List<String> pending() {
		requireFolder();
		try {
			MigrationInfo[] migrations = this.flyway.info().all();
			requireNotNewer(migrations);
			return Arrays.stream(migrations)
				.filter((migration) -> migration.getState() == MigrationState.PENDING
						|| migration.getState().isFailed())
				.map((migration) -> migration.getVersion() + " " + migration.getDescription())
				.toList();
		}
		catch (FlywayException ex) {
			throw explained(ex);
		}
	}

	/**
	 * What a newer program has migrated may not be what this one needs. Migrations of the
	 * user may go when all databases have them.
	 */
	private void requireNotNewer(MigrationInfo... migrations) {
		if (!this.location.startsWith("classpath:sql/control") && !this.location.startsWith("classpath:sql/tracking")) {
			return;
		}
		Arrays.stream(migrations)
			.filter((migration) -> migration.getState() == MigrationState.FUTURE_SUCCESS)
			.reduce((one, later) -> later)
			.ifPresent((newest) -> {
				throw new RefusedException("this program is older than schema %s: it does not know its version %s"
					.formatted(this.schema, newest.getVersion()), "run the program that migrated it, or a newer one");
			});
	}

	/** Where there is none, Flyway would leave its connection open. */
	private void requireFolder() {
		String filesystem = "filesystem:";
		if (this.location.startsWith(filesystem)
				&& !Files.isDirectory(Path.of(this.location.substring(filesystem.length())))) {
			throw new RefusedException("there is no folder of migrations %s".formatted(this.location),
					"create it, or correct its setting under bluegreen.migrations");
		}
	}

	/**
	 * Tries to create the history table, in a transaction that is rolled back: where the
	 * server refuses it, Flyway would try for minutes, and forget why.
	 */
	private void requireHistory() {
		this.side.rolledBack(() -> {
			LockTimeout.shorten(this.side);
			boolean there = this.side.client().sql("""
					SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
					               WHERE n.nspname = ? AND c.relname = ?)
					""").params(this.schema, this.history).query(Boolean.class).single();
			if (!there) {
				for (String sql : List.of("CREATE SCHEMA IF NOT EXISTS %s", "CREATE TABLE %s.%s (rank int NOT NULL)",
						"ALTER TABLE %s.%s ADD PRIMARY KEY (rank)", "CREATE INDEX ON %s.%s (rank)")) {
					this.side.client().sql(sql.formatted(this.schema, this.history)).update();
				}
			}
			return true;
		});
	}

	/**
	 * With the file and the line; what a lock or the connection brought stays as it is.
	 */
	private static RuntimeException explained(FlywayException thrown) {
		for (@Nullable
		Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof FlywaySqlScriptException script && script.getResource() != null) {
				String statement = Objects.requireNonNullElse(script.getStatement(), "");
				long below = statement.substring(0, Math.min(DdlRefusal.position(script), statement.length()))
					.chars()
					.filter((c) -> c == '\n')
					.count();
				String where = "%s line %d".formatted(script.getResource().getFilename(),
						script.getLineNumber() + below);
				return DdlRefusal.of(where, script).<RuntimeException>map((refusal) -> refusal).orElse(thrown);
			}
			if (cause instanceof java.sql.SQLException) {
				return thrown;
			}
		}
		return new RefusedException(Objects.requireNonNullElse(thrown.getMessage(), thrown.toString())
			.lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.reduce((a, b) -> a + "; " + b)
			.orElse(""), "correct the folder, or its setting under bluegreen.migrations");
	}

}
