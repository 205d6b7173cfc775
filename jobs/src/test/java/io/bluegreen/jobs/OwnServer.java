package io.bluegreen.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

import io.bluegreen.testing.net.FreePort;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A server of the test's own, from the embedded binaries, which may be stopped, killed
 * and copied. It keeps its port and its directory.
 *
 * @param data its directory
 * @param command {@code pg_ctl} of its version
 */
record OwnServer(PostgresServer postgres, Path data, Path command) implements AutoCloseable {

	/** Starts it; skips the test where tests are to use a server that runs already. */
	static OwnServer start() throws Exception {
		assumeThat(System.getenv(PostgresServer.URL_VARIABLE)).as("the server to use").isNull();
		PostgresServer postgres = PostgresServer.embedded();
		Path data = Path
			.of(Objects.requireNonNull(new Sql(new Database(postgres, "postgres")).list("SHOW data_directory").get(0)));
		Path binary = Path.of(postmaster(data).info().command().orElseThrow());
		return new OwnServer(postgres, data, binary.resolveSibling("pg_ctl"));
	}

	/** Restarts it; starts it where it is stopped. */
	void restart(String mode) throws Exception {
		assertThat(control("restart", "-m", mode)).isZero();
	}

	void stop(String mode) throws Exception {
		assertThat(control("stop", "-m", mode)).isZero();
	}

	/** Kills it with all that was not written yet, and starts it again. */
	void crash() throws Exception {
		ProcessHandle postmaster = postmaster(this.data);
		postmaster.destroyForcibly();
		postmaster.onExit().get(30, TimeUnit.SECONDS);
		// Its memory is not free before its sessions have noticed.
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> control("restart", "-m", "fast") == 0);
	}

	/** Copies its files while it is stopped. */
	void copyTo(Path copy) throws IOException {
		copy(this.data, copy);
	}

	/** Starts a copy in its place, as a standby that has lost its primary. */
	void startAsStandby(Path copy) throws Exception {
		putBack(copy);
		Files.createFile(this.data.resolve("standby.signal"));
		restart("fast");
	}

	/** Starts a copy in its place: the same server at an earlier time. */
	void startFrom(Path copy) throws Exception {
		putBack(copy);
		restart("fast");
	}

	/**
	 * Starts a copy beside it, where it stays: another server with the same identifier.
	 */
	OwnServer startBeside(Path copy) throws Exception {
		int port = FreePort.any();
		OwnServer other = new OwnServer(PostgresServer.copied(port, () -> end(copy)), copy, this.command);
		assertThat(other.control("start", "-o", "-p " + port)).isZero();
		return other;
	}

	private static void end(Path data) throws IOException {
		ProcessHandle postmaster = postmaster(data);
		postmaster.destroy();
		postmaster.onExit().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private void putBack(Path copy) throws IOException {
		FileSystemUtils.deleteRecursively(this.data);
		copy(copy, this.data);
	}

	/** A server starts only where nobody else may look. */
	private static void copy(Path from, Path to) throws IOException {
		Files.createDirectory(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		FileSystemUtils.copyRecursively(from, to);
	}

	private static ProcessHandle postmaster(Path data) throws IOException {
		long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
		return ProcessHandle.of(pid).orElseThrow();
	}

	private int control(String action, String... options) throws Exception {
		List<String> words = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			// It refuses root, and in a user namespace nobody is.
			words.addAll(List.of("unshare", "-U"));
		}
		words.addAll(List.of(this.command.toString(), action, "-w", "-D", this.data.toString()));
		words.addAll(List.of(options));
		Process control = new ProcessBuilder(words).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(control.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return control.exitValue();
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
