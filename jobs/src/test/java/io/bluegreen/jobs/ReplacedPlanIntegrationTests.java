package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backfill that starts over beside one that runs.
 */
@Tag("slow")
class ReplacedPlanIntegrationTests {

	private static final String IN_A_CHUNK = """
			INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
			VALUES (7, 1, 'EUR', 'pending', now(), '{}', 0)
			""";

	private static final String IN_THE_CLOSING_RECONCILE = "LOCK TABLE bluegreen.changed_key IN SHARE MODE";

	private static final String SAME_MAPPING = "SELECT 1";

	private static final String OTHER_MAPPING = "ALTER FUNCTION blue.attributes_as_jsonb(text) STABLE";

	/** Another mapping is registered once the open applies have ended. */
	private static final String REPLACED_OR_ABOUT_TO = """
			SELECT (SELECT count(*) FROM bluegreen.plan WHERE state = 'replaced')
			     + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1650946661 AND NOT granted
			        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { SAME_MAPPING, OTHER_MAPPING })
	void oldProcessStopsAtItsNextChunk(String mapping) throws Exception {
		oldProcessAnswers75(IN_A_CHUNK, mapping);
		assertThat(new Sql(this.fresh.database())
			.number("SELECT count(*) FROM bluegreen.chunk JOIN bluegreen.plan p USING (plan_id) "
					+ "WHERE p.state = 'replaced' AND chunk.state = 'done'"))
			.isEqualTo(1);
	}

	@Test
	void oldProcessThatIsClosingSaysSo() throws Exception {
		oldProcessAnswers75(IN_THE_CLOSING_RECONCILE, SAME_MAPPING);
	}

	private void oldProcessAnswers75(String where, String mapping) throws Exception {
		Sql sql = new Sql(this.fresh.database()).fill(1000);
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100")
			.setting("chunk-target: 1ms");
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql);
		// As the planning left it.
		sql.run("SELECT bluegreen_track.pause_insert_log('green.payments')");
		Running newer;
		try (Locks lock = new Locks(this.fresh.database(), where);
				ProgramProcess old = ProgramProcess.start(program, this.directory, "backfill", "payments",
						"--workers=1")) {
			lock.awaitWaiter();
			sql.run(mapping);
			newer = Running.start(program, "backfill", "--new");
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sql.number(REPLACED_OR_ABOUT_TO) == 1);
			lock.rollback();
			assertThat(old.exitCode()).as(old.err()).isEqualTo(75);
			assertThat(old.err()).contains("payments: plan ", "was replaced by a newer one");
		}
		Program.Outcome outcome = newer.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql.unequal()).isZero();
	}

}
