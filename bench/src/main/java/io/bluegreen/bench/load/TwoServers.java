package io.bluegreen.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * Blue with legacy payments and Green, on servers of their own, of which Green's can be
 * frozen.
 */
final class TwoServers implements AutoCloseable {

	private final Path home;

	private final PostgresServer blueServer;

	private final PostgresServer greenServer = PostgresServer.embedded();

	private final Database blue;

	private final Database green;

	private TwoServers(Path home, PostgresServer blueServer) throws SQLException {
		this.home = home;
		this.blueServer = blueServer;
		this.blue = LegacyDatabase.create(this.blueServer);
		this.green = LegacyDatabase.createEmpty(this.greenServer);
	}

	/** Starts them, and fills Blue. */
	static TwoServers filled(Path home, long payments) throws SQLException, IOException {
		return filled(home, PostgresServer.embedded(), payments);
	}

	/**
	 * The same where Blue is the database of this server, which is closed with the other.
	 */
	static TwoServers filled(Path home, PostgresServer blueServer, long payments) throws SQLException, IOException {
		TwoServers servers = new TwoServers(home, blueServer);
		try (Connection owner = servers.blue.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, payments, 1);
			return servers;
		}
	}

	/** Migrates and backfills. */
	TwoServers migrated() throws IOException, InterruptedException {
		run(LegacyDatabase.OWNER, "migrate");
		run(LegacyDatabase.JOBS, "backfill");
		return this;
	}

	Database blue() {
		return this.blue;
	}

	Database green() {
		return this.green;
	}

	Location location() {
		return new Location(this.blue, this.green.url());
	}

	/**
	 * Runs a command of the packaged program to its end.
	 * @throws IllegalStateException if it fails
	 */
	void run(String role, String... command) throws IOException, InterruptedException {
		int code = start(role, command).waitFor();
		if (code != 0) {
			throw new IllegalStateException("`bluegreen %s` exited with %d".formatted(String.join(" ", command), code));
		}
	}

	/** Starts one. */
	Process start(String role, String... command) throws IOException {
		return location().program(this.home, role, command)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/**
	 * Does something while every process of Green's server is stopped where it is.
	 */
	void whileGreenIsFrozen(OpenLoop.Request work) throws Exception {
		long postmaster = Long
			.parseLong(Answer.of(this.green, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
		signal("STOP", postmaster);
		try {
			work.send();
		}
		finally {
			signal("CONT", postmaster);
		}
	}

	private static void signal(String signal, long postmaster) throws IOException, InterruptedException {
		ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
		List<String> command = Stream
			.concat(Stream.of("kill", "-" + signal, String.valueOf(postmaster)),
					server.descendants().map((child) -> String.valueOf(child.pid())))
			.toList();
		new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
	}

	@Override
	public void close() throws IOException {
		this.blueServer.close();
		this.greenServer.close();
	}

}
