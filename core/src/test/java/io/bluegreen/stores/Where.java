package io.bluegreen.stores;

import org.junit.jupiter.api.Assumptions;

import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Where the target lies, seen from the source.
 */
public enum Where {

	ONE_DATABASE, TWO_DATABASES, OLDER_SOURCE, OLDER_TARGET;

	PostgresServer ofSource() {
		return (this == OLDER_SOURCE) ? older() : PostgresServer.shared();
	}

	PostgresServer ofTarget() {
		return (this == OLDER_TARGET) ? older() : PostgresServer.shared();
	}

	private static PostgresServer older() {
		Assumptions.assumeTrue(PostgresServer.older().isPresent(), "no older server for this machine");
		return PostgresServer.older().orElseThrow();
	}

}
