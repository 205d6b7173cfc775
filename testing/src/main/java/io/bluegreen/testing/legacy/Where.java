package io.bluegreen.testing.legacy;

import java.sql.SQLException;

import org.junit.jupiter.api.Assumptions;

import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Where the target lies, seen from the source. A test that wants an older server is
 * skipped on a machine that has none.
 */
public enum Where {

	ONE_DATABASE, TWO_DATABASES, OLDER_SOURCE, OLDER_TARGET,

	/** The source's server is the older one; where there is none, both share one. */
	TWO_SERVERS;

	/**
	 * Creates the source's database, with the legacy schema.
	 * @return that database; who asked for it drops it
	 * @throws SQLException if the server refuses
	 */
	public Database createSource() throws SQLException {
		return LegacyDatabase.create(serverOfSource());
	}

	private PostgresServer serverOfSource() {
		return switch (this) {
			case OLDER_SOURCE -> older();
			case TWO_SERVERS -> PostgresServer.older().orElseGet(PostgresServer::shared);
			default -> PostgresServer.shared();
		};
	}

	/**
	 * Creates the target's database, unless it is the source's.
	 * @param source the source's database
	 * @return an empty database, or the source's; who asked for it drops it
	 * @throws SQLException if the server refuses
	 */
	public Database createTarget(Database source) throws SQLException {
		return switch (this) {
			case ONE_DATABASE -> source;
			case OLDER_TARGET -> LegacyDatabase.createEmpty(older());
			default -> LegacyDatabase.createEmpty(PostgresServer.shared());
		};
	}

	private static PostgresServer older() {
		Assumptions.assumeTrue(PostgresServer.older().isPresent(), "no older server for this machine");
		return PostgresServer.older().orElseThrow();
	}

}
