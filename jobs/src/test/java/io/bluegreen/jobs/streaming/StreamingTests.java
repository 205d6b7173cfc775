package io.bluegreen.jobs.streaming;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands where Blue and Green are two databases, of one version or of two.
 */
@Tag("oldest-version")
class StreamingTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ONE_DATABASE")
	void fromExpandToMatch(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 1000)) {
			Program program = program(stores);
			Program.Outcome backfill = program.run("backfill", "--output=json");
			assertThat(backfill.code()).as(backfill.err()).isZero();
			assertThat(backfill.json().get("tables").get(0).get("applied").asInt()).isEqualTo(1000);
			assertThat(stores.unequal()).isZero();
			for (String how : new String[] { "--checksum", "--exact" }) {
				Program.Outcome verify = program.run("verify", how, "--output=json");
				assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
				JsonNode payments = verify.json().get("tables").get(0);
				assertThat(payments.get("scanned").asInt()).isEqualTo(1000);
				payments.get("totals").forEach((group) -> assertThat(group.get("blue")).isEqualTo(group.get("green")));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ONE_DATABASE")
	void reconcileBringsWhatChangedAndTakesWhatIsGone(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 1000)) {
			Program program = program(stores);
			assertThat(program.run("backfill").code()).isZero();
			stores.inBlue()
				.asApplication("UPDATE blue.payments SET amount = amount + 1 WHERE payment_id % 7 = 0",
						"DELETE FROM blue.payment_events WHERE payment_id % 5 = 0",
						"DELETE FROM blue.payments WHERE payment_id % 5 = 0",
						"UPDATE blue.payments SET payment_id = payment_id + 1000000 WHERE payment_id IN "
								+ "(SELECT payment_id FROM blue.payments EXCEPT SELECT payment_id FROM blue.payment_events LIMIT 3)");
			Program.Outcome behind = program.run("verify", "--settle=0s", "--output=json");
			assertThat(behind.code()).as(behind.out()).isIn(3, 4);
			Program.Outcome reconcile = program.run("reconcile", "--output=json");
			assertThat(reconcile.code()).as(reconcile.err()).isZero();
			assertThat(reconcile.json().get("tables").get(0).get("deleted").asInt()).isGreaterThan(100);
			assertThat(stores.unequal()).isZero();
			assertThat(program.run("verify").code()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ONE_DATABASE")
	void verifyNamesRowsAndColumnsByChecksumAndExactly(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 1000)) {
			Program program = program(stores);
			assertThat(program.run("backfill").code()).isZero();
			stores.inGreen()
				.run("UPDATE green.payments SET description = 'x' WHERE payment_id = (SELECT max(payment_id) FROM green.payments)",
						"DELETE FROM green.payment_events WHERE (payment_id, event_no) IN "
								+ "(SELECT payment_id, event_no FROM green.payment_events ORDER BY 1 OFFSET 300 LIMIT 1)",
						"INSERT INTO green.payment_events VALUES (77, 99, 'settled', now(), NULL, NULL, 1)");
			for (String how : new String[] { "--checksum", "--exact" }) {
				Program.Outcome verify = program.run("verify", how, "--settle=0s", "--output=json");
				assertThat(verify.code()).as(verify.out() + verify.err()).isEqualTo(3);
				JsonNode found = program.run("differences", "--output=json").json();
				assertThat(found.toString()).contains("\"columns\":[\"description\"]", "\"kind\":\"missing\"",
						"\"kind\":\"extra\"");
				assertThat(found).hasSize(3);
			}
			assertThat(program.run("verify", "payments", "--settle=0s", "--show-values").out()).contains("green 'x'");
		}
	}

	@Test
	void rowThatTheViewCannotEvaluateIsRejectedByItsKey() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 1000)) {
			Program program = program(stores);
			stores.inBlue()
				.run("UPDATE blue.payments SET metadata_json = NULL, attributes = 'no list' WHERE payment_id = "
						+ "(SELECT payment_id FROM blue.payments ORDER BY 1 OFFSET 500 LIMIT 1)");
			Program.Outcome backfill = program.run("backfill", "payments");
			assertThat(backfill.code()).as(backfill.err()).isEqualTo(4);
			assertThat(stores.inGreen().number("SELECT count(*) FROM green.payments")).isEqualTo(999);
			JsonNode rejects = program.run("rejects", "payments", "--output=json").json();
			assertThat(rejects).hasSize(1);
			assertThat(rejects.get(0).get("key").get("payment_id").asLong())
				.isEqualTo(stores.inBlue().number("SELECT payment_id FROM blue.payments WHERE attributes = 'no list'"));
			Program.Outcome verify = program.run("verify", "payments", "--settle=0s", "--output=json");
			assertThat(verify.code()).as(verify.out()).isEqualTo(4);
			JsonNode table = verify.json().get("tables").get(0);
			assertThat(table.get("matching").asInt()).isEqualTo(999);
			assertThat(table.get("reasons").toString()).contains("the view cannot evaluate 1 rows");
		}
	}

	@Test
	void rowsThatADualWriteBroughtFirstAreNotWrittenAgain() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 1000)) {
			Program program = program(stores);
			assertThat(program.run("backfill").code()).isZero();
			stores.inGreen().run("DELETE FROM green.payments WHERE payment_id % 2 = 0");
			stores.inGreen()
				.run("UPDATE green.payments SET row_version = row_version + 1000000, description = 'newer' "
						+ "WHERE payment_id = (SELECT min(payment_id) FROM green.payments)");
			Program.Outcome again = program.run("backfill", "payments", "--new", "--output=json");
			assertThat(again.code()).as(again.err()).isZero();
			JsonNode payments = again.json().get("tables").get(0);
			assertThat(payments.get("scanned").asInt()).isEqualTo(1000);
			assertThat(payments.get("applied").asInt()).isBetween(450, 550);
			assertThat(stores.inGreen().number("SELECT count(*) FROM green.payments")).isEqualTo(1000);
			assertThat(stores.inGreen().number("SELECT count(*) FROM green.payments WHERE description = 'newer'"))
				.isEqualTo(1);
		}
	}

	@Test
	void openDualWriteInGreenIsWaitedForWithoutATransactionOnBlue() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 1000)) {
			Program program = program(stores);
			assertThat(program.run("backfill").code()).isZero();
			Planned.again(stores.inGreen());
			try (Locks dualWrite = new Locks(stores.green(),
					"""
							INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
							VALUES (7, 1, 'EUR', 'pending', now(), '{}', 0)
							""")) {
				Running backfill = Running.start(program, "backfill", "--workers=1");
				dualWrite.awaitWaiter();
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stores.inGreen().number("""
						SELECT (SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
						        WHERE NOT l.granted AND a.datname = '%s')
						     - (SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND xact_start IS NOT NULL)
						""".formatted(stores.green().name(), stores.blue().name())) == 1);
				dualWrite.rollback();
				assertThat(backfill.end().code()).isZero();
			}
			assertThat(stores.unequal()).isZero();
		}
	}

	private Program program(Stores stores) {
		return new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 200");
	}

}
