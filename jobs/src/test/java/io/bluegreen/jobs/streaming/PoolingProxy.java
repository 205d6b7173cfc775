package io.bluegreen.jobs.streaming;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import io.bluegreen.testing.net.FreePort;
import io.bluegreen.testing.postgres.Database;

/**
 * PgBouncer in front of a database, where it is installed: each transaction may get
 * another session of the server.
 */
record PoolingProxy(Process process, String url) implements AutoCloseable {

	private static final String SETTINGS = """
			[databases]
			%1$s = host=127.0.0.1 port=%2$d
			[pgbouncer]
			listen_addr = 127.0.0.1
			listen_port = %3$d
			unix_socket_dir =
			auth_type = trust
			auth_file = %4$s
			pool_mode = transaction
			default_pool_size = 3
			server_reset_query_always = 0
			ignore_startup_parameters = extra_float_digits
			""";

	/** The program, if it is there. */
	static Optional<Path> installed() {
		return Stream
			.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

	static PoolingProxy start(Path program, Database database, Path directory) throws IOException {
		int port = FreePort.any();
		Path users = Files.writeString(directory.resolve("users"),
				"\"bluegreen_jobs\" \"bluegreen_jobs\"\n\"postgres\" \"postgres\"\n");
		Path settings = directory.resolve("pgbouncer.ini");
		Files.writeString(settings, SETTINGS.formatted(database.name(),
				URI.create(database.url().substring("jdbc:".length())).getPort(), port, users));
		boolean root = "root".equals(System.getProperty("user.name"));
		if (root) {
			// It refuses to run as root.
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		ProcessBuilder builder = root ? new ProcessBuilder(program.toString(), "-u", "nobody", settings.toString())
				: new ProcessBuilder(program.toString(), settings.toString());
		Process process = builder.redirectErrorStream(true)
			.redirectOutput(directory.resolve("pgbouncer.log").toFile())
			.start();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> answers(port));
		return new PoolingProxy(process, "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database.name()));
	}

	private static boolean answers(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
