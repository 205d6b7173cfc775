package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server is restarted in the middle of a backfill.
 */
@Tag("slow")
class ServerRestartIntegrationTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "fast", "immediate" })
	void theSameCommandGoesOnByItself(String mode) throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Database database = LegacyDatabase.create(server.postgres());
			Sql sql = new Sql(database).fill(8000);
			Program program = new Program(database, this.directory).setting("chunk-rows: 100")
				.setting("chunk-target: 1ms");
			assertThat(program.runAsOwner("migrate").code()).isZero();
			Running backfill = Running.start(program, "backfill", "--max-rows-per-second=2000");
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 10);
			server.restart(mode);
			assertThat(sql.number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'pending'")).as("in the middle")
				.isPositive();
			Program.Outcome outcome = backfill.end();
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(outcome.err()).contains("trying again");
			assertThat(sql.unequal()).isZero();
			assertThat(program.run("verify").code()).isZero();
		}
	}

}
