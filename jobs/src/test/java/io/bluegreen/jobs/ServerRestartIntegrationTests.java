package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server is restarted: Blue's and Green's, or Blue's alone, in the middle of a chunk;
 * Green's while a deleted key waits for an apply that is prepared.
 */
@Tag("slow")
class ServerRestartIntegrationTests {

	private static OwnServer server;

	@TempDir
	Path directory;

	@BeforeAll
	static void start() throws Exception {
		server = OwnServer.start();
	}

	@AfterAll
	static void end() throws Exception {
		server.close();
	}

	private Program migrated(Stores stores) throws Exception {
		Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 100")
			.setting("chunk-target: 1ms");
		assertThat(program.runAsOwner("migrate").code()).isZero();
		return program;
	}

	@ParameterizedTest
	@CsvSource({ "fast, true", "immediate, true", "immediate, false" })
	void theSameCommandGoesOnByItself(String mode, boolean oneDatabase) throws Exception {
		Database blue = LegacyDatabase.create(server.postgres());
		try (Stores stores = new Stores(blue,
				oneDatabase ? blue : LegacyDatabase.createEmpty(PostgresServer.shared()))) {
			stores.inBlue().fill(8000);
			Program program = migrated(stores);
			Running backfill = Running.start(program, "backfill", "--max-rows-per-second=2000");
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> stores.inGreen().number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'done'") > 10);
			// Its session ends with the server.
			Locks middle = new Locks(blue, "LOCK TABLE blue.payments");
			middle.awaitWaiter();
			server.restart(mode);
			assertThat(stores.inGreen().number("SELECT count(*) FROM bluegreen.chunk WHERE state = 'pending'"))
				.as("in the middle")
				.isPositive();
			Program.Outcome outcome = backfill.end();
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(outcome.err()).contains("trying again");
			assertThat(stores.unequal()).isZero();
			assertThat(program.run("verify").code()).isZero();
		}
	}

	@Test
	void deletedKeyStillWaitsForAnApplyThatWasPreparedBefore() throws Exception {
		Database database = LegacyDatabase.create(server.postgres());
		try (Stores stores = new Stores(database, database)) {
			Sql sql = stores.inBlue().fill(200);
			Program program = migrated(stores);
			assertThat(program.run("backfill").code()).isZero();
			sql.asApplication("DELETE FROM blue.payments WHERE payment_id = 12");
			try (Locks apply = new Locks(database, "SELECT pg_advisory_xact_lock_shared(1650946661, 1)")) {
				assertThat(program.run("reconcile", "--wait=300ms").code()).isEqualTo(75);
				apply.run(
						"""
								INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json,
								                            row_version)
								VALUES (12, 1, 'EUR', 'pending', now(), '{}', 1)
								""",
						"PREPARE TRANSACTION 'apply'");
			}
			server.restart("fast");
			Program.Outcome waits = program.run("reconcile", "--wait=300ms");
			assertThat(waits.code()).as(waits.out() + waits.err()).isEqualTo(75);
			assertThat(waits.err()).contains("prepared transaction 'apply'");
			sql.run("COMMIT PREPARED 'apply'");
			assertThat(sql.unequal()).as("the row is back").isEqualTo(1);
			assertThat(program.run("reconcile").code()).isZero();
			assertThat(sql.unequal()).isZero();
		}
	}

}
