package io.bluegreen.jobs.reconcile;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much there is in the change log, and in the queue of changed keys.
 */
class ChangeLogSizeTests {

	private static final String LOGGED = "SELECT count(*) FROM bluegreen_track.log_blue_payments";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(500));

	@TempDir
	Path directory;

	private Program program;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	@BeforeEach
	void backfill() throws Exception {
		this.program = new Program(this.fresh.database(), this.directory);
		assertThat(this.program.run("backfill").code()).isZero();
	}

	private Program.Outcome reconcile() throws Exception {
		Program.Outcome outcome = this.program.run("reconcile", "--output=json");
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		return outcome;
	}

	@Test
	void passRemovesWhatNoPositionNeedsAnyMore() throws Exception {
		sql().asApplication("UPDATE blue.payments SET description = 'changed'");
		assertThat(sql().number(LOGGED)).isPositive();
		reconcile();
		assertThat(sql().number(LOGGED)).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen_track.token")).isEqualTo(2);
		assertThat(this.program.run("status", "--output=json").json().get("tables").get(0).get("changeLog").toString())
			.contains("rows", "bytes", "neededSince");
	}

	@Test
	void logThatAnotherGreenNeedsIsLeftUntilItGrowsPastTheLimit() throws Exception {
		sql().run("INSERT INTO bluegreen_track.token (relation, consumer, needed_from, running) "
				+ "VALUES ('blue.payments'::regclass, 'another Green', pg_snapshot_xmin(pg_current_snapshot()), false)");
		for (int i = 0; i < 4; i++) {
			sql().asApplication("UPDATE blue.payments SET description = 'changed %d'".formatted(i));
		}
		reconcile();
		long logged = sql().number(LOGGED);
		assertThat(logged).isGreaterThanOrEqualTo(2000);
		this.program.setting("log-max-rows: 600");
		sql().run("ANALYZE bluegreen_track.log_blue_payments");
		reconcile();
		assertThat(sql().number(LOGGED)).isLessThanOrEqualTo(600);
		sql().asApplication("UPDATE blue.payments SET description = 'later' WHERE payment_id = 11");
		assertThat(reconcile().json().get("tables").get(0).get("applied").asLong()).isEqualTo(1);
	}

	@Test
	void oneTransactionLargerThanAPartOfTheLogIsTakenOverWhole() throws Exception {
		sql().asApplication("""
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
				SELECT 100000 + n, 1, 'EUR', 'PENDING', now() FROM generate_series(1, 45000) n
				""", "DELETE FROM blue.payments WHERE payment_id BETWEEN 100001 AND 100100");
		var payments = reconcile().json().get("tables").get(0);
		assertThat(payments.get("changes").asLong()).isEqualTo(45_000);
		assertThat(payments.get("applied").asLong()).isEqualTo(44_900);
		assertThat(sql().unequal()).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.changed_key")).isZero();
	}

	@Test
	void passThatWasKilledBetweenTwoPartsIsMadeUpFor() throws Exception {
		sql().asApplication("""
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
				SELECT 100000 + n, 1, 'EUR', 'PENDING', now() FROM generate_series(1, 45000) n
				""");
		sql().run("CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
				+ "IF (SELECT count(*) FROM bluegreen.changed_key) > 20000 THEN RAISE 'killed'; END IF; RETURN NULL; END $$",
				"CREATE TRIGGER fail AFTER INSERT ON bluegreen.changed_key FOR EACH STATEMENT EXECUTE FUNCTION public.fail()");
		assertThat(this.program.run("reconcile").code()).isNotZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.changed_key")).as("of the first part").isPositive();
		sql().run("DROP TRIGGER fail ON bluegreen.changed_key",
				"DELETE FROM blue.payments WHERE payment_id BETWEEN 100001 AND 100100");
		reconcile();
		assertThat(sql().unequal()).isZero();
	}

}
