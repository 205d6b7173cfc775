package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a plan is worth after it was complete.
 */
class StandingPlanTests {

	private static final String INSERT_TRIGGER = "SELECT DISTINCT tgenabled FROM pg_trigger WHERE tgname = 'zz_bluegreen_insert' "
			+ "AND tgrelid = 'green.payments'::regclass";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(500));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program backfilled() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory);
		succeeds(program, "backfill");
		return program;
	}

	private static void succeeds(Program program, String... command) throws Exception {
		Program.Outcome outcome = program.run(command);
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"SELECT bluegreen_track.untrack('blue.payments'); UPDATE blue.payments SET description = 'unseen' WHERE payment_id = 11; "
					+ "SELECT bluegreen_track.track('blue.payments')",
			"ALTER TABLE blue.payments DISABLE TRIGGER zz_bluegreen_change; UPDATE blue.payments SET description = 'unseen' WHERE payment_id = 11; "
					+ "ALTER TABLE blue.payments ENABLE ALWAYS TRIGGER zz_bluegreen_change",
			"DELETE FROM bluegreen_track.token" })
	void planThatWasCompleteStandsNoLongerThanItsChainOfPasses(String damage) throws Exception {
		Program program = backfilled();
		sql().run(damage, "SELECT bluegreen_track.grant_reader('bluegreen_jobs')");
		assertThat(program.run("status").out()).contains("payments: no reconcile pass can go on", "payments --new");
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains("payments: INCOMPLETE", "does not stand");
		assertThat(outcome.out() + outcome.err()).contains("bluegreen backfill payments", "--new");
		succeeds(program, "backfill", "--new");
		succeeds(program, "backfill");
		assertThat(sql().unequal()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "backfill", "reconcile", "verify", "migrate" })
	void logOfGreenThatNoOpenPlanWantsPausedIsResumedByWhoeverComesNext(String command) throws Exception {
		Program program = backfilled();
		sql().run("SELECT bluegreen_track.pause_insert_log('green.payments')");
		Program.Outcome outcome = command.equals("migrate") ? program.runAsOwner(command) : program.run(command);
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		assertThat(sql().list(INSERT_TRIGGER)).containsExactly("A");
		succeeds(program, "verify");
	}

	@Test
	void logOfGreenStaysPausedWhileAPlanIsOpen() throws Exception {
		Program program = backfilled();
		sql().run("SELECT bluegreen_track.pause_insert_log('green.payments')",
				"UPDATE bluegreen.plan SET state = 'open', finished_at = NULL WHERE table_name = 'payments'");
		succeeds(program, "reconcile");
		assertThat(sql().list(INSERT_TRIGGER)).containsExactly("D");
		succeeds(program, "backfill");
		assertThat(sql().list(INSERT_TRIGGER)).containsExactly("A");
	}

	@Test
	void planAndThePauseOfGreensLogComeTogetherOrNotAtAll() throws Exception {
		Program program = backfilled();
		// What is planned last fails, as if the process had been killed there.
		sql().run("CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$",
				"CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON bluegreen.plan DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail()");
		assertThat(program.run("backfill", "--new").code()).isNotZero();
		assertThat(sql().list(INSERT_TRIGGER)).containsExactly("A");
		sql().run("DROP TRIGGER fail ON bluegreen.plan");
		succeeds(program, "backfill");
		succeeds(program, "verify");
	}

	@Test
	void whatIsOverIsKeptForAWhileAndTheNewestForEver() throws Exception {
		Program program = backfilled().setting("keep: 10d");
		succeeds(program, "verify");
		succeeds(program, "backfill", "--new");
		succeeds(program, "verify");
		sql().run(
				"UPDATE bluegreen.plan SET created_at = created_at - interval '11 days', finished_at = finished_at - interval '11 days'",
				"UPDATE bluegreen.verdict SET finished_at = finished_at - interval '11 days'",
				"UPDATE bluegreen.batch_job_execution SET create_time = create_time - interval '11 days'");
		succeeds(program, "reconcile");
		succeeds(program, "reconcile");
		assertThat(sql().list("SELECT table_name || ' ' || kind FROM bluegreen.plan ORDER BY 1")).containsExactly(
				"payment_events backfill", "payment_events verify", "payments backfill", "payments verify");
		assertThat(sql()
			.number("SELECT count(*) FROM bluegreen.chunk WHERE plan_id NOT IN (SELECT plan_id FROM bluegreen.plan)"))
			.isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.verdict")).isEqualTo(2);
		assertThat(sql().number("SELECT count(*) FROM bluegreen.batch_job_execution")
				+ sql().number("SELECT count(*) FROM bluegreen.batch_job_instance"))
			.isZero();
		succeeds(program, "backfill");
		succeeds(program, "verify");
		assertThat(sql().number("SELECT count(*) FROM bluegreen.verdict WHERE finished_at > now() - interval '1 day'"))
			.isEqualTo(2);
	}

}
