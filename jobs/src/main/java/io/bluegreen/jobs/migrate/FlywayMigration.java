package io.bluegreen.jobs.migrate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;

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

	private final Flyway flyway;

	/**
	 * Prepares it.
	 * @param database whose sessions belong to nobody else
	 */
	FlywayMigration(DataSource database, String schema, String history, String location) {
		this.flyway = Flyway.configure()
			.dataSource(database)
			.locations(location)
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
	 */
	List<String> run() {
		boolean interrupted = Arrays.stream(this.flyway.info().all())
			.anyMatch((migration) -> migration.getState().isFailed());
		if (interrupted) {
			// Only a migration that runs without a transaction leaves this; each of ours
			// can be run again.
			this.flyway.repair();
		}
		return this.flyway.migrate().migrations.stream()
			.map((migration) -> migration.version + " " + migration.description)
			.toList();
	}

}
