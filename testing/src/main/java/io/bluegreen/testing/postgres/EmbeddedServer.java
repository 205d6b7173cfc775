package io.bluegreen.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * PostgreSQL from the binaries that come as a library, in a data directory that goes with
 * it.
 */
final class EmbeddedServer {

	/** The older version that comes along. */
	static final String OLDER = "15";

	private EmbeddedServer() {
	}

	static PostgresServer start() {
		return start(EmbeddedPostgres.builder());
	}

	static PostgresServer startDurable() {
		return start(EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("full_page_writes", "on"));
	}

	static Optional<PostgresServer> startOlder() {
		String binaries = "/postgres-%s/postgres-%s-%s.txz".formatted(OLDER,
				System.getProperty("os.name").toLowerCase(Locale.ROOT),
				System.getProperty("os.arch").replace("amd64", "x86_64"));
		return (EmbeddedServer.class.getResource(binaries) == null) ? Optional.empty()
				: Optional.of(start(EmbeddedPostgres.builder()
					.setPgBinaryResolver((system, machine) -> EmbeddedServer.class.getResourceAsStream(binaries))));
	}

	private static PostgresServer start(EmbeddedPostgres.Builder builder) {
		try {
			// It ends in a shutdown hook of its own as well. What a killed process left
			// behind, a start at least ten minutes later sweeps up.
			EmbeddedPostgres server = builder.setDataDirectory(dataDirectory())
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
