package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a dry run says of the plans, rows and writers that it finds. Of 500 rows in the
 * order of the key it tries those from the 201st to the 300th.
 */
class DryRunAnswersTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(500));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program migrated() throws Exception {
		return new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
	}

	private Program backfilled() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		return program;
	}

	private String key(int place) throws Exception {
		return "" + sql()
			.number("SELECT payment_id FROM blue.payments ORDER BY 1 OFFSET %d - 1 LIMIT 1".formatted(place));
	}

	@Test
	void rowThatGreenRefusesIsNamedWithoutItsValue() throws Exception {
		Program program = migrated();
		sql().run("UPDATE blue.payments SET status = 'm4rker' WHERE payment_id = " + key(250));
		Program.Outcome outcome = program.run("backfill", "--dry-run");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains(
				"payments: a new plan has about 500 rows in 6 chunks; the chunk after {payment_id=%s} up to {payment_id=%s} would fail:"
					.formatted(key(200), key(300)),
				"CHECK violated (23514)", "payments_status_check");
		assertThat(outcome.err()).contains("next: correct these rows in Blue or the view");
		assertThat(outcome.out() + outcome.err()).doesNotContain("m4rker");
		JsonNode payments = program.run("backfill", "payments", "--dry-run", "--output=json")
			.json()
			.get("tables")
			.get(0);
		assertThat(payments.get("error").asString()).contains("23514");
		assertThat(payments.get("rows").asLong()).isEqualTo(500);
		assertThat(payments.get("seconds").isNull()).isTrue();
		assertThat(payments.get("sample").get("from").get("payment_id").asString()).isEqualTo(key(200));
		assertThat(sql().number("SELECT count(*) FROM green.payments")).isZero();
	}

	@Test
	void constraintThatIsDeferredFailsNoLater() throws Exception {
		Program program = migrated();
		sql().run("UPDATE blue.payments SET merchant_reference = NULL",
				"UPDATE blue.payments SET merchant_reference = 'same' WHERE payment_id IN (%s, %s)".formatted(key(250),
						key(260)),
				"ALTER TABLE green.payments ADD CONSTRAINT one_reference UNIQUE (merchant_reference) "
						+ "DEFERRABLE INITIALLY DEFERRED");
		Program.Outcome outcome = program.run("backfill", "--dry-run");
		assertThat(outcome.code()).isEqualTo(4);
		assertThat(outcome.out()).contains("UNIQUE violated (23505)", "one_reference");
	}

	@Test
	void finishedPlanHasNothingToDoAndANewOneFindsTheRowsUnchanged() throws Exception {
		Program program = backfilled();
		Program.Outcome finished = program.run("backfill", "--dry-run");
		assertThat(finished.code()).as(finished.err()).isZero();
		assertThat(finished.out()).contains("payments: nothing to do (plan 1)");
		assertThat(finished.err()).contains("next: bluegreen verify");
		JsonNode nothing = program.run("backfill", "--dry-run", "--output=json").json().get("tables").get(0);
		assertThat(nothing.get("rows").asLong() + nothing.get("chunks").asLong() + nothing.get("walBytes").asLong())
			.isZero();
		assertThat(nothing.get("sample").isNull()).isTrue();

		JsonNode again = program.run("backfill", "--dry-run", "--new", "--output=json").json().get("tables").get(0);
		assertThat(again.get("rows").asLong()).isEqualTo(500);
		assertThat(again.get("sample").get("unchanged").asLong()).isEqualTo(100);
		assertThat(again.get("sample").get("applied").asLong()).isZero();
	}

	@Test
	void openPlanGoesOnWithWhatIsUnfinished() throws Exception {
		Program program = backfilled();
		sql().run("UPDATE bluegreen.plan SET state = 'open' WHERE plan_id = 1",
				"UPDATE bluegreen.chunk SET state = 'pending' WHERE chunk_id = 2",
				"UPDATE bluegreen.chunk SET state = 'deferred' WHERE chunk_id = 5");
		Program.Outcome open = program.run("backfill", "payments", "--dry-run", "--output=json");
		assertThat(open.code()).as(open.err()).isZero();
		JsonNode payments = open.json().get("tables").get(0);
		assertThat(payments.get("state").asString()).isEqualTo("open");
		assertThat(payments.get("chunks").asLong()).isEqualTo(2);
		assertThat(payments.get("rows").asLong()).isEqualTo(200);
		assertThat(payments.get("sample").get("from").get("payment_id").asString()).isEqualTo(key(100));
		sql().run("UPDATE bluegreen.chunk SET state = 'done'");
		assertThat(program.run("backfill", "payments", "--dry-run").out())
			.contains("payments: plan 1 lacks only its closing reconcile");
	}

	@ParameterizedTest
	@ValueSource(strings = { "open", "complete" })
	void chunksThatHaveFailedStayIncomplete(String state) throws Exception {
		Program program = backfilled();
		sql().run("UPDATE bluegreen.plan SET state = '%s' WHERE plan_id = 1".formatted(state),
				"UPDATE bluegreen.chunk SET state = 'failed' WHERE chunk_id = 2");
		Program.Outcome outcome = program.run("backfill", "payments", "--dry-run");
		assertThat(outcome.code()).isEqualTo(4);
		assertThat(outcome.out()).contains("1 chunks failed");
		assertThat(outcome.err()).contains("next: bluegreen chunks --state=failed");
		assertThat(program.run("backfill", "payments").code()).as("as it comes").isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "open", "complete" })
	void changedMappingUnderAPlanIsRefusedAndANewPlanIsTried(String state) throws Exception {
		Program program = backfilled();
		sql().run("UPDATE bluegreen.plan SET state = '%s'".formatted(state),
				"CREATE OR REPLACE VIEW blue.payment_events_as_green AS SELECT payment_id, event_no, upper(event_type) AS event_type,"
						+ " occurred_at AT TIME ZONE 'UTC' AS occurred_at, amount, note, row_version FROM blue.payment_events");
		Program.Outcome refused = program.run("backfill", "--dry-run");
		assertThat(refused.code()).isEqualTo(2);
		assertThat(refused.err()).contains("payment_events", "mapping", "--new");
		Program.Outcome tried = program.run("backfill", "--dry-run", "--new");
		assertThat(tried.code()).as(tried.out() + tried.err()).isZero();
	}

	@Test
	void nothingIsTriedOnceGreenHasAuthority() throws Exception {
		Program program = migrated();
		sql().run("UPDATE bluegreen.authority SET side = 'green'");
		Program.Outcome outcome = program.run("backfill", "--dry-run");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("Green has authority");
	}

	@Test
	void rateOfThePlanIsTheLeastTimeAndTheNextCommandHasTheSameOptions() throws Exception {
		Program program = migrated();
		Program.Outcome outcome = program.run("backfill", "payments", "--new", "--dry-run", "--workers=3",
				"--max-rows-per-second=50", "--output=json");
		assertThat(outcome.json().get("tables").get(0).get("seconds").asDouble()).isEqualTo(10);
		assertThat(outcome.err())
			.contains("next: bluegreen backfill payments --new --workers=3 --max-rows-per-second=50 --config=")
			.doesNotContain("--dry-run");
	}

	@Test
	void childrenWaitForParentsThatComeFirstAndFailWithoutThem() throws Exception {
		Program program = migrated();
		sql().run("ALTER TABLE green.payment_events ADD CONSTRAINT of_payment FOREIGN KEY (payment_id) "
				+ "REFERENCES green.payments");
		Program.Outcome both = program.run("backfill", "--dry-run");
		assertThat(both.code()).as(both.out()).isZero();
		assertThat(both.out()).contains("needs rows of payments in Green first, so time and WAL are not known");
		Program.Outcome alone = program.run("backfill", "payment_events", "--dry-run");
		assertThat(alone.code()).isEqualTo(4);
		assertThat(alone.out()).contains("would fail: foreign key violated (23503)", "of_payment");
	}

	@Test
	void dualWriteThatIsUnderWayIsNotWaitedForThoughNoMappingIsRegistered() throws Exception {
		Program program = migrated();
		try (Locks dualWrite = new Locks(this.fresh.database(), "SELECT pg_advisory_xact_lock_shared(1650946661, 1)",
				"LOCK TABLE green.payments, green.payment_events IN ROW EXCLUSIVE MODE")) {
			Program.Outcome outcome = program.run("backfill", "--dry-run");
			assertThat(outcome.code()).as(outcome.err()).isZero();
			dualWrite.rollback();
		}
	}

	@Test
	void liveDualWritesAreNotHeldUp() throws Exception {
		Program program = backfilled();
		sql().run("DELETE FROM green.payments WHERE payment_id IN (%s, %s)".formatted(key(50), key(250)),
				"UPDATE green.payments SET row_version = row_version - 1 WHERE payment_id = " + key(251));
		LegacyMappings dualWrite = LegacyMappings.read(this.fresh.database().as(LegacyDatabase.JOBS));
		Running dryRun;
		try (Locks other = new Locks(this.fresh.database(),
				"SELECT FROM green.payments WHERE payment_id = %s FOR UPDATE".formatted(key(251)))) {
			dryRun = Running.start(program, "backfill", "payments", "--new", "--dry-run");
			other.awaitWaiter();
			dualWrite.apply("blue.payments", key(50));
			assertThat(sql().number("SELECT count(*) FROM green.payments WHERE payment_id = " + key(50))).isEqualTo(1);
			assertThat(sql().list(
					"SELECT DISTINCT mode FROM pg_locks WHERE locktype = 'relation' AND relation = 'green.payments'::regclass"))
				.isSubsetOf("AccessShareLock", "RowShareLock", "RowExclusiveLock");
			other.commit();
		}
		Program.Outcome outcome = dryRun.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().number("SELECT count(*) FROM green.payments WHERE payment_id = " + key(250))).isZero();
	}

}
