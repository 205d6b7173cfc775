package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.stores.Migrations;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Databases with the tracking in them, and a few tables to try it on: blue.account, and
 * blue.entry in the partitions entry_low and entry_high.
 */
final class SourceTables {

	private static final List<String> TABLES = List.of(
			"CREATE TABLE blue.account (id int PRIMARY KEY, name varchar(20), amount int NOT NULL DEFAULT 0)",
			"CREATE TABLE blue.entry (region int, id int, note text, PRIMARY KEY (region, id)) PARTITION BY RANGE (region)",
			"CREATE TABLE blue.entry_low PARTITION OF blue.entry FOR VALUES FROM (0) TO (10)",
			"CREATE TABLE blue.entry_high PARTITION OF blue.entry FOR VALUES FROM (10) TO (20)");

	private SourceTables() {
	}

	static Database create(PostgresServer server) throws SQLException {
		Database database = LegacyDatabase.create(server);
		Migrations.run(database, "tracking");
		try (Session owner = new Session(database, LegacyDatabase.OWNER)) {
			owner.run("SET search_path = pg_catalog");
			TABLES.forEach(owner::run);
		}
		return database;
	}

}
