package io.bluegreen.testbed.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * PostgreSQL from the binaries that come as a library, in a data directory that goes with
 * it.
 */
final class EmbeddedServer {

	private EmbeddedServer() {
	}

	static PostgresServer start() {
		try {
			// It ends in a shutdown hook of its own as well. What a killed process left
			// behind, a start at least ten minutes later sweeps up.
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setDataDirectory(dataDirectory())
				.setLocaleConfig("locale", "C")
				.setServerConfig("listen_addresses", "127.0.0.1")
				.setServerConfig("shared_buffers", "256MB")
				.setServerConfig("max_wal_size", "4GB")
				.setServerConfig("max_connections", "100")
				.setServerConfig("max_prepared_transactions", "10")
				.start();
			return new PostgresServer(Address.trusting("127.0.0.1", server.getPort(), "postgres"), server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The embedded PostgreSQL did not start; name a server of yours in "
					+ PostgresServer.URL_VARIABLE + " instead", ex);
		}
	}

	// Beside the unpacked binaries: only there does a start look for what was left
	// behind.
	private static Path dataDirectory() {
		return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg", UUID.randomUUID().toString());
	}

}
