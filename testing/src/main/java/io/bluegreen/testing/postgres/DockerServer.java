package io.bluegreen.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL in a container, where that costs no download.
 */
final class DockerServer {

	private static final List<String> IMAGES = List.of("postgres:18", "postgres:18-alpine");

	private static final int ANSWER_SECONDS = 5;

	private DockerServer() {
	}

	static Optional<PostgresServer> start() {
		List<String> local = localImages();
		// Testcontainers would pull its own reaper as well.
		boolean reaper = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
				|| local.stream().anyMatch((image) -> image.startsWith("testcontainers/ryuk:"));
		return IMAGES.stream().filter((image) -> reaper && local.contains(image)).findFirst().map(DockerServer::run);
	}

	@SuppressWarnings("resource")
	private static PostgresServer run(String image) {
		PostgreSQLContainer container = new PostgreSQLContainer(image).withUsername("postgres")
			.withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
			.withCommand("postgres", "-c", "fsync=off", "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB", "-c",
					"max_connections=100", "-c", "max_prepared_transactions=10");
		container.start();
		Address address = Address.trusting(container.getHost(),
				container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), "postgres");
		return new PostgresServer(address, container::stop);
	}

	// Asked of the command line: Testcontainers takes seconds to find that there is no
	// engine.
	private static List<String> localImages() {
		if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
			return List.of();
		}
		try {
			Process docker = new ProcessBuilder("docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}")
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (!docker.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
				docker.destroyForcibly();
				return List.of();
			}
			return new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			return List.of(); // no docker command
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("Interrupted while asking for Docker", ex));
		}
	}

}
