package io.bluegreen.jobs.gate;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gate names every condition, opens only when all hold, and says what is in the way.
 */
@Tag("oldest-version")
class GateTests {

	private static final String COMPARED = ": what changed since its last MATCH was compared";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(500));

	@TempDir
	Path directory;

	private Program program() {
		return new Program(this.fresh.database(), this.directory);
	}

	private Program verified() throws Exception {
		Program program = program();
		assertThat(program.run("backfill").code()).isZero();
		assertThat(program.run("verify").code()).isZero();
		return program;
	}

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	/** The names of all conditions. */
	private static List<String> asked(Program program, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of("gate", "--output=json"));
		command.addAll(List.of(options));
		return StreamSupport
			.stream(program.run(command.toArray(String[]::new)).json().get("conditions").spliterator(), false)
			.map((condition) -> condition.get("name").asString())
			.toList();
	}

	/** The names of the conditions that do not hold; the exit code agrees with them. */
	private static List<String> unmet(Program program, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of("gate", "--output=json"));
		command.addAll(List.of(options));
		Program.Outcome outcome = program.run(command.toArray(String[]::new));
		JsonNode answer = outcome.json();
		List<String> unmet = new ArrayList<>();
		for (JsonNode condition : answer.get("conditions")) {
			assertThat(condition.get("evidence").asString()).isNotEmpty();
			if (!condition.get("holds").asBoolean()) {
				assertThat(condition.get("wayOut").asString()).as(condition.toString()).isNotEmpty();
				unmet.add(condition.get("name").asString());
			}
		}
		assertThat(answer.get("open").asBoolean()).isEqualTo(unmet.isEmpty());
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(unmet.isEmpty() ? 0 : 3);
		return unmet;
	}

	@EitherTopology
	void opensOnlyAfterBackfillAndMatchAndListsAllConditionsUntilThen(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 500)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory);
			assertThat(unmet(program)).contains("payments: backfilled", "payments: MATCH",
					"payment_events: backfilled");
			assertThat(program.run("gate").err()).contains("`bluegreen backfill payments`").doesNotContain("--new");
			assertThat(program.run("backfill").code()).isZero();
			assertThat(unmet(program)).containsExactly("payments: MATCH", "payment_events: MATCH");
			assertThat(program.run("verify", "payments").code()).isZero();
			assertThat(unmet(program)).containsExactly("payment_events: MATCH");
			assertThat(program.run("verify", "payment_events").code()).isZero();
			assertThat(unmet(program)).isEmpty();
			Program.Outcome open = program.run("gate", "--for=green");
			assertThat(open.code()).as(open.out()).isZero();
			assertThat(open.out()).contains("the gate for green is open", "holds   Blue has authority",
					"holds   payments: sequences: all stand");
			assertThat(unmet(program, "--max-age=1ms")).containsExactly("payments: MATCH", "payment_events: MATCH");
		}
	}

	@Test
	void eachConditionClosesItByItsName() throws Exception {
		Program program = verified();
		sql().run(
				"UPDATE bluegreen.chunk SET state = 'failed', error = 'ended' WHERE chunk_id = (SELECT min(chunk_id) FROM bluegreen.chunk)");
		assertThat(unmet(program, "payments")).containsExactly("payments: no failed chunk");
		sql().run("UPDATE bluegreen.chunk SET state = 'done', error = NULL",
				"UPDATE bluegreen.chunk SET from_key = '{5}' WHERE from_key IS NULL AND plan_id = 1");
		assertThat(unmet(program, "payments")).containsExactly("payments: backfilled");
		sql().run("UPDATE bluegreen.chunk SET from_key = NULL WHERE from_key = '{5}'",
				"INSERT INTO bluegreen.changed_key (table_name, key, gone, pass, refused, error, sqlstate) VALUES ('payments', '{5}', false, 1, true, 'no', '23514')");
		assertThat(unmet(program, "payments")).containsExactly("payments: no rejected row");
		sql().run("DELETE FROM bluegreen.changed_key",
				"UPDATE bluegreen.log_position SET reached_at = now() - interval '61 seconds' WHERE table_name = 'payments'");
		assertThat(unmet(program, "payments")).containsExactly("payments: lag below 60 s");
		sql().run("UPDATE bluegreen.log_position SET reached_at = now()",
				"UPDATE bluegreen.authority SET side = 'green'");
		assertThat(unmet(program, "payments")).containsExactly("Blue has authority");
		assertThat(unmet(program, "payments", "--refresh")).containsExactly("nothing refuses the refresh",
				"Blue has authority");
		sql().run("UPDATE bluegreen.authority SET side = 'blue'");
		for (String[] sides : new String[][] { { "blue", "green" }, { "green", "blue" } }) {
			for (String field : new String[] { "system", "database", "timeline" }) {
				sql().run("UPDATE bluegreen.verdict SET %1$s = %1$s || '{\"%2$s\": \"1\"}'".formatted(sides[0], field));
				assertThat(unmet(program, "payments")).containsExactly("payments: MATCH");
				sql().run("UPDATE bluegreen.verdict SET %1$s = %1$s || jsonb_build_object('%2$s', %3$s -> '%2$s')"
					.formatted(sides[0], field, sides[1]));
			}
		}
		assertThat(unmet(program)).isEmpty();
	}

	@Test
	void verdictThatDoesNotStandAnyMoreClosesIt() throws Exception {
		Program program = verified();
		sql().run("ALTER TABLE green.payments DISABLE TRIGGER ALL");
		assertThat(unmet(program, "payments")).contains("payments: MATCH", "payments: Green is tracked");
		assertThat(unmet(program, "payment_events")).isEmpty();
		sql().run("SET ROLE legacy_owner", "CREATE OR REPLACE VIEW blue.payment_events_as_green AS "
				+ sql().list("SELECT pg_get_viewdef('blue.payment_events_as_green'::regclass)").get(0));
		assertThat(unmet(program, "payment_events")).contains("payment_events: MATCH", "payment_events: reconciled");
	}

	@Test
	void conditionsThatCannotBeAskedAreListedAndDoNotHold() throws Exception {
		Program program = verified();
		List<String> asked = asked(program, "payment_events");
		sql().run("DROP VIEW blue.payment_events_as_green");
		assertThat(unmet(program, "payment_events")).containsExactly(
				"payment_events: the source is tracked, and its mapping can be read",
				"payment_events: Green is tracked", "payment_events: reconciled", "payment_events: MATCH");
		assertThat(asked(program, "payment_events")).isEqualTo(asked);
		assertThat(unmet(program, "--refresh")).contains("nothing refuses the refresh", "payment_events: MATCH");
		assertThat(asked(program, "payment_events", "--refresh")).containsAll(asked);
		sql().run("DROP SCHEMA bluegreen_track CASCADE");
		assertThat(unmet(program, "payments")).containsExactly(
				"payments: the source is tracked, and its mapping can be read", "payments: Green is tracked",
				"payments: reconciled", "payments: MATCH");
		for (String refresh : new String[] { "--refresh", "--for=green" }) {
			Program.Outcome outcome = program.run("gate", "none", refresh);
			assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains("none is no table of this configuration");
		}
	}

	@Test
	void refreshOpensAfterWritesThatNobodyBroughtAndStaysClosedAfterDamage() throws Exception {
		Program program = verified();
		sql().asApplication("UPDATE blue.payments SET description = 'late' WHERE payment_id % 7 = 0",
				"DELETE FROM blue.payment_events WHERE payment_id = (SELECT min(payment_id) FROM blue.payment_events)");
		assertThat(unmet(program, "--refresh", "--wait=20s")).isEmpty();
		assertThat(sql().unequal()).isZero();
		sql().run(
				"UPDATE green.payments SET description = 'damaged' WHERE payment_id = (SELECT max(payment_id) FROM green.payments)");
		for (int i = 0; i < 3; i++) {
			assertThat(unmet(program, "--refresh", "--wait=5s")).containsExactly("payments: MATCH");
		}
		assertThat(program.run("gate").err()).contains("closed: payments: MATCH", "is DIFFER: 1 rows differ",
				"bluegreen repair payments");
		assertThat(program.run("repair").code()).isZero();
		assertThat(unmet(program, "--refresh", "--wait=20s")).isEmpty();
	}

	@Test
	void refreshWithoutAMatchToStandOnStaysClosed() throws Exception {
		Program program = program();
		assertThat(unmet(program, "--refresh")).contains("nothing refuses the refresh", "payments: backfilled");
		assertThat(program.run("backfill").code()).isZero();
		assertThat(unmet(program, "--refresh", "--wait=5s")).containsExactly("payments" + COMPARED,
				"payment_events" + COMPARED, "payments: MATCH", "payment_events: MATCH");
	}

	@Test
	void refreshThatComparesNothingClosesItThoughTheMatchStands() throws Exception {
		Program program = verified();
		sql().run("UPDATE green.payments SET description = 'damaged' WHERE payment_id = 11",
				"UPDATE bluegreen_track.tracked SET floor = pg_current_xact_id() WHERE relation = 'green.payments'::regclass");
		assertThat(unmet(program, "--refresh")).contains("payments" + COMPARED);
	}

	@Test
	void backfillSinceTheMatchClosesItUntilAFullVerify() throws Exception {
		Program program = verified();
		assertThat(program.run("backfill", "payments", "--new").code()).isZero();
		sql().run("UPDATE green.payments SET description = 'damaged' WHERE payment_id = 11");
		assertThat(unmet(program)).containsExactly("payments: MATCH");
		assertThat(unmet(program, "--refresh")).containsExactly("payments" + COMPARED, "payments: MATCH");
		assertThat(program.run("verify", "payments").code()).isEqualTo(3);
		assertThat(program.run("repair", "payments").code()).isZero();
		assertThat(unmet(program)).isEmpty();
	}

	@Test
	void transactionThatHoldsPositionsBackClosesItAndIsNamed() throws Exception {
		Program program = verified().setting("max-lag: 1s");
		try (Connection open = this.fresh.connect(LegacyDatabase.OWNER)) {
			open.setAutoCommit(false);
			open.createStatement().execute("SELECT pg_current_xact_id()");
			assertThat(program.run("reconcile").code()).isZero();
			String evidence = "";
			while (!evidence.contains("has been open for longer than 1 s")) {
				assertThat(program.run("reconcile").code()).isZero();
				evidence = program.run("gate", "payments").out();
			}
			assertThat(evidence).contains("FAILS   payments: no transaction holds positions back", "pid ");
			open.rollback();
		}
		assertThat(program.run("reconcile").code()).isZero();
		assertThat(program.run("gate", "payments").out())
			.contains("holds   payments: no transaction holds positions back");
	}

	@Test
	void dualNeedsTrackingAndMappingButNoHistoryYet() throws Exception {
		Program program = program();
		assertThat(unmet(program, "--for=dual")).isEmpty();
		assertThat(unmet(program, "--for=dual", "--refresh")).isEmpty();
		sql().run("ALTER TABLE blue.payments DISABLE TRIGGER ALL");
		assertThat(unmet(program, "--for=dual"))
			.containsExactly("payments: the source is tracked, and its mapping can be read");
		assertThat(unmet(program, "--for=dual", "--refresh")).containsExactly("nothing refuses the refresh",
				"payments: the source is tracked, and its mapping can be read");
	}

	@Test
	void stageThatIsNoneIsRefused() throws Exception {
		Program.Outcome outcome = program().run("gate", "--for=blue");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("blue is no stage to move to: it takes dual or dual-read-green or green");
	}

}
