package io.bluegreen.testing.legacy;

import java.sql.Connection;
import java.sql.SQLException;

import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Databases with the legacy schema {@code blue} in them. As the origin of a
 * {@link io.bluegreen.testing.postgres.FreshDatabase}:
 * {@code new FreshDatabase(LegacyDatabase::create)}.
 */
public final class LegacyDatabase {

	/**
	 * Owns the database and schema blue; what migrations run as.
	 */
	public static final String OWNER = "legacy_owner";

	/**
	 * Reads and writes the rows of schema blue, and may do nothing else; what the
	 * application runs as.
	 */
	public static final String APPLICATION = "payments_app";

	/**
	 * May log in; what the jobs run as once a migration has granted them their rights.
	 */
	public static final String JOBS = "bluegreen_jobs";

	private LegacyDatabase() {
	}

	/**
	 * Creates an empty database for the same roles: Green, where it is not Blue's.
	 * @param server where
	 * @return the database; who asked for it drops it
	 * @throws SQLException if the server refuses
	 */
	public static Database createEmpty(PostgresServer server) throws SQLException {
		try (Connection maintenance = server.maintenance()) {
			Script.named("roles.sql").run(maintenance);
		}
		Database database = server.createDatabase();
		try (Connection superuser = database.connect()) {
			Script.named("owner.sql").run(superuser);
		}
		return database;
	}

	/**
	 * Creates a database with the legacy schema, no payments in it, and the roles above
	 * where the server lacks them.
	 * @param server where
	 * @return the database; who asked for it drops it
	 * @throws SQLException if the server refuses
	 */
	public static Database create(PostgresServer server) throws SQLException {
		Database database = createEmpty(server);
		try (Connection owner = database.connect(OWNER)) {
			Script.named("schema.sql").run(owner);
			Script.named("constraints.sql").run(owner);
		}
		return database;
	}

}
