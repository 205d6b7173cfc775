package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A copy meets rows that others write.
 */
class LiveWritesTests {

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

	private Program planned() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql());
		return program;
	}

	private String dualWritten(long key) {
		return "INSERT INTO green.payments SELECT b.payment_id, b.amount_minor, b.currency, b.status, b.created_at, "
				+ "b.updated_at, b.card_token, b.card_last4, b.customer_name, b.customer_email, b.description, "
				+ "b.merchant_reference, b.metadata_json, b.row_version FROM blue.payments_as_green b WHERE payment_id = "
				+ key;
	}

	@Test
	void rowReadBeforeANewerDualWriteDoesNotOverwriteIt() throws Exception {
		Program program = planned();
		Running backfill;
		try (Locks dualWrite = new Locks(this.fresh.database(), dualWritten(5))) {
			backfill = Running.start(program, "backfill", "--output=json");
			dualWrite.awaitWaiter();
			sql().asApplication("UPDATE blue.payments SET description = 'newer' WHERE payment_id = 5");
			dualWrite.run("""
					UPDATE green.payments g SET description = b.description, row_version = b.row_version
					FROM blue.payments_as_green b WHERE b.payment_id = g.payment_id AND g.payment_id = 5
					""");
			dualWrite.commit();
		}
		Program.Outcome outcome = backfill.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(outcome.json().get("tables").get(0).get("unchanged").asLong()).as("left alone").isEqualTo(1);
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void equalRowsAreNeitherLockedNorWritten() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		String versions = "SELECT sum(xmin::text::bigint) FROM green.payments WHERE payment_id <> 9";
		long before = sql().number(versions);
		sql().run("UPDATE green.payments SET description = 'not what Blue says' WHERE payment_id = 9");
		try (Locks reader = new Locks(this.fresh.database(),
				"SELECT FROM green.payments WHERE payment_id <> 9 FOR UPDATE")) {
			Program.Outcome outcome = program.run("backfill", "--new", "--output=json");
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(outcome.json().get("tables").get(0).get("applied").asLong())
				.as("equal version, other content is written")
				.isEqualTo(1);
			reader.rollback();
		}
		assertThat(sql().unequal()).isZero();
		assertThat(sql().number(versions)).isEqualTo(before);
	}

	@Test
	void rowsDeletedDuringTheBackfillAreNotLeftBehind() throws Exception {
		Program program = planned();
		Running backfill;
		try (Locks placeholder = new Locks(this.fresh.database(), dualWritten(250))) {
			backfill = Running.start(program, "backfill");
			placeholder.awaitWaiter();
			sql().asApplication("DELETE FROM blue.payments WHERE payment_id IN (5, 245, 250, 255, 495)");
			placeholder.commit();
		}
		assertThat(backfill.end().code()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE UNIQUE INDEX one_reference ON green.payments (merchant_reference)",
			"ALTER TABLE green.payments ADD CONSTRAINT one_reference UNIQUE (merchant_reference) "
					+ "DEFERRABLE INITIALLY DEFERRED" })
	void ofRowsThatCollideUnderASecondUniqueKeyOneIsRejectedByName(String unique) throws Exception {
		Program program = migrated();
		sql().run("UPDATE blue.payments SET merchant_reference = NULL",
				"UPDATE blue.payments SET merchant_reference = 'same' WHERE payment_id IN (5, 455)", unique);
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(sql().list("SELECT error || ' ' || key::text FROM bluegreen.changed_key")).singleElement()
			.asString()
			.contains("23505", "one_reference")
			.containsPattern("\\{(5|455)}");
		assertThat(sql().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'")).isZero();
		assertThat(sql().number("SELECT count(*) FROM green.payments")).isEqualTo(499);
	}

	@Test
	void uniqueValueThatAnotherRowStillHoldsIsTriedAgainAfterTheReconcile() throws Exception {
		Program program = migrated();
		sql().run("UPDATE blue.payments SET merchant_reference = 'ref-' || payment_id", dualWritten(455),
				"CREATE UNIQUE INDEX one_reference ON green.payments (merchant_reference)");
		sql().asApplication("UPDATE blue.payments SET merchant_reference = 'free' WHERE payment_id = 455",
				"UPDATE blue.payments SET merchant_reference = 'ref-455' WHERE payment_id = 5");
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "DEFERRABLE" })
	void valuesThatTwoRowsOfAChunkExchangedAreBrought(String deferrable) throws Exception {
		Program program = migrated();
		sql().run("UPDATE blue.payments SET merchant_reference = 'ref-' || payment_id");
		assertThat(program.run("backfill").code()).isZero();
		sql().run("ALTER TABLE green.payments ADD CONSTRAINT one_reference UNIQUE (merchant_reference) " + deferrable);
		sql().asApplication(
				"UPDATE blue.payments SET merchant_reference = 'ref-' || (CASE payment_id WHEN 11 THEN 12 ELSE 11 END) "
						+ "WHERE payment_id IN (11, 12)",
				"UPDATE blue.payments SET description = 'changed' WHERE payment_id = 455");
		Program.Outcome outcome = program.run("backfill", "--new");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void keyThatTheViewShowsTwiceIsRejectedAndTheOthersArrive() throws Exception {
		Program program = migrated();
		sql().run("ALTER VIEW blue.payments_as_green RENAME TO once",
				"CREATE VIEW blue.payments_as_green AS SELECT o.* FROM blue.once o "
						+ "CROSS JOIN generate_series(1, CASE o.payment_id WHEN 250 THEN 2 ELSE 1 END)",
				"GRANT SELECT ON blue.payments_as_green TO bluegreen_jobs");
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(sql().list("SELECT error || ' ' || key::text FROM bluegreen.changed_key")).singleElement()
			.asString()
			.contains("21000", "the same key twice", "{250}");
		assertThat(sql().number("SELECT count(*) FROM green.payments")).isEqualTo(499);
	}

	@Test
	void deadlockWithSomebodyElseIsTriedAgain() throws Exception {
		Program program = planned();
		Running backfill;
		try (Locks other = new Locks(this.fresh.database(), "SET LOCAL deadlock_timeout = '20s'", dualWritten(12))) {
			backfill = Running.start(program, "backfill", "--workers=1");
			other.awaitWaiter();
			other.run(dualWritten(11));
			other.rollback();
		}
		Program.Outcome outcome = backfill.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
		assertThat(outcome.err()).as("in the same transaction").doesNotContain("trying again");
	}

	@Test
	void childWhoseParentCameLaterIsDoneAfterTheReconcile() throws Exception {
		Program program = migrated();
		sql().run("ALTER TABLE green.payment_events ADD CONSTRAINT of_payment FOREIGN KEY (payment_id) "
				+ "REFERENCES green.payments");
		Running backfill;
		try (Locks writer = new Locks(this.fresh.database(), "LOCK TABLE green.payment_events IN ROW EXCLUSIVE MODE")) {
			backfill = Running.start(program, "backfill");
			writer.awaitWaiter();
			assertThat(sql().number("SELECT count(*) FROM green.payments")).as("parents are done").isPositive();
			sql().asApplication("""
					INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
					VALUES (90001, 1, 'EUR', 'PENDING', now())
					""", """
					INSERT INTO blue.payment_events (payment_id, event_no, event_type, occurred_at)
					VALUES (90001, 1, 'CAPTURED', now())
					""");
			writer.rollback();
		}
		Program.Outcome outcome = backfill.end();
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql().unequal()).isZero();
	}

	@Test
	void truncateDuringTheBackfillLeavesThePlanOpenAndSaysWhy() throws Exception {
		Program program = migrated();
		Running backfill;
		try (Locks writer = new Locks(this.fresh.database(), "LOCK TABLE green.payment_events IN ROW EXCLUSIVE MODE")) {
			backfill = Running.start(program, "backfill");
			writer.awaitWaiter();
			sql().run("TRUNCATE blue.payments CASCADE");
			writer.rollback();
		}
		Program.Outcome outcome = backfill.end();
		assertThat(outcome.code()).isEqualTo(4);
		assertThat(outcome.err()).contains("no pass can go on",
				"next: bluegreen backfill payments payment_events --new");
		Program.Outcome again = program.run("backfill", "--output=json");
		assertThat(again.code()).isEqualTo(4);
		assertThat(again.err()).contains("next: bluegreen backfill payments payment_events --new");
		assertThat(again.json().has("broken")).isFalse();
		assertThat(program.run("backfill", "--new").code()).isZero();
	}

	@Test
	void tableWithoutAVersionGetsOnlyWhatIsMissing() throws Exception {
		migrated();
		sql().run("CREATE TABLE blue.notes (id int PRIMARY KEY, note text)",
				"CREATE TABLE green.notes (id int PRIMARY KEY, note text)",
				"INSERT INTO blue.notes SELECT i, 'blue' FROM generate_series(1, 250) i",
				"INSERT INTO green.notes VALUES (7, 'green')", "GRANT USAGE ON SCHEMA blue, green TO bluegreen_jobs",
				"GRANT SELECT ON blue.notes TO bluegreen_jobs",
				"GRANT SELECT, INSERT, UPDATE, DELETE ON green.notes TO bluegreen_jobs");
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100").tables("""
				    notes:
				      from: blue.notes
				      to: green.notes
				      overwrite: blue-wins
				""");
		Program.Outcome outcome = program.run("backfill", "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(outcome.json().get("tables").get(0).get("applied").asLong()).isEqualTo(249);
		assertThat(sql().list("SELECT note FROM green.notes WHERE id = 7")).containsExactly("green");
		assertThat(sql().number("SELECT count(*) FROM green.notes")).isEqualTo(250);
		Program.Outcome reconcile = program.run("reconcile");
		assertThat(reconcile.code()).isEqualTo(2);
		assertThat(reconcile.err()).contains("`bluegreen verify notes`", "`bluegreen repair notes`")
			.doesNotContain("--new");
	}

}
