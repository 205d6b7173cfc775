package io.bluegreen.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.Database;
import io.bluegreen.testbed.postgres.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The server is restarted in the middle of a backfill: one of the test's own, from the
 * embedded binaries.
 */
class ServerRestartIntegrationTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "fast", "immediate" })
	void theSameCommandGoesOnByItself(String mode) throws Exception {
		try (PostgresServer server = PostgresServer.start()) {
			Database database = LegacyDatabase.create(server);
			Sql sql = new Sql(database).fill(8000);
			Path data = Path.of(Objects.requireNonNull(sql.list("SHOW data_directory").get(0)));
			assumeThat(data.resolve("postmaster.pid")).as("a server that was started here").isReadable();
			Program program = new Program(database, this.directory).setting("chunk-rows: 100")
				.setting("chunk-target: 1ms");
			assertThat(program.runAsOwner("migrate").code()).isZero();
			Running backfill = Running.start(program, "backfill", "--max-rows-per-second=2000");
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 10);
			restart(data, mode);
			assertThat(sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'pending'")).as("in the middle")
				.isPositive();
			Program.Outcome outcome = backfill.end();
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(outcome.err()).contains("trying again");
			assertThat(sql.unequal()).isZero();
			assertThat(program.run("verify").code()).isZero();
		}
	}

	private static void restart(Path data, String mode) throws Exception {
		long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
		Path postgres = Path.of(ProcessHandle.of(postmaster).orElseThrow().info().command().orElseThrow());
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			// It refuses root, and in a user namespace nobody is.
			command.addAll(List.of("unshare", "-U"));
		}
		command.addAll(List.of(postgres.resolveSibling("pg_ctl").toString(), "restart", "-w", "-D", data.toString(),
				"-m", mode));
		Process restart = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(restart.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(restart.exitValue()).isZero();
	}

}
