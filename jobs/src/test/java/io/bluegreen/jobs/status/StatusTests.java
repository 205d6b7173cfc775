package io.bluegreen.jobs.status;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(100));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Program migrated() throws Exception {
		return new Program(this.fresh.database(), this.directory);
	}

	@Test
	void tablesStandInColumnsAndWhatKeepsThemFromMovingBelow() throws Exception {
		Program program = migrated();
		assertThat(program.run("status").out()).containsPattern("TABLE +PLAN +STATE ")
			.containsPattern("payments +- +none +0/0 .* never verified")
			.doesNotContain("{", "track");
		sql().run("ALTER TABLE blue.payments DISABLE TRIGGER ALL", "DROP VIEW blue.payment_events_as_green");
		Program.Outcome outcome = program.run("status");
		assertThat(outcome.code()).isZero();
		assertThat(outcome.out()).contains("payments: the tracking of blue.payments is disabled",
				"`bluegreen track blue.payments`", "no table or view blue.payment_events_as_green");
		JsonNode tables = program.run("status", "--output=json").json().get("tables");
		assertThat(tables.get(0).get("warnings")).hasSize(1);
		assertThat(tables.get(0).get("state").asString()).isEqualTo("none");
	}

	@Test
	void refusedKeysAreNamedWithSqlStateAndConstraint() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		sql().run("ALTER TABLE green.payments ADD CONSTRAINT modest CHECK (description <> 'immodest') NOT VALID");
		sql().asApplication("UPDATE blue.payments SET description = 'immodest' WHERE payment_id = 11");
		Program.Outcome outcome = program.run("reconcile");
		assertThat(outcome.code()).isEqualTo(4);
		assertThat(outcome.out()).containsPattern("payments +payment_id=11 .*23514.*constraint modest");
		assertThat(outcome.err()).contains("next: mend these rows in Blue, or what Green has against them");
		assertThat(program.run("status").out())
			.contains("payments: Green refuses 1 rows (23514); `bluegreen rejects payments`");
		sql().run("ALTER TABLE green.payments DROP CONSTRAINT modest");
		assertThat(program.run("reconcile").err()).contains("next: bluegreen verify");
		assertThat(program.run("status").out()).doesNotContain("refuses");
	}

	@Test
	void differencesLeadToWhatMendsThem() throws Exception {
		Program program = migrated();
		assertThat(program.run("backfill").code()).isZero();
		sql().run("DELETE FROM green.payment_events WHERE payment_id = 11",
				"DELETE FROM green.payments WHERE payment_id = 11",
				"UPDATE green.payments SET description = 'other' WHERE payment_id = 12");
		Program.Outcome verify = program.run("verify", "payments", "--settle=0s");
		assertThat(verify.code()).isEqualTo(3);
		assertThat(verify.err()).contains("`bluegreen differences` lists every row",
				"`bluegreen repair payments` mends them");
		assertThat(program.run("differences").out()).containsPattern("TABLE +KIND +KEY +COLUMNS +BLUE +GREEN")
			.containsPattern("payments +mismatched +payment_id=12 +description ")
			.containsPattern("payments +missing +payment_id=11 ");
		assertThat(program.run("repair", "payments").code()).isZero();
		assertThat(program.run("differences").out()).isEqualTo("no differences\n");
	}

	@Test
	void watchIsForAScreen() throws Exception {
		assertThat(migrated().run("status", "--watch", "--output=json").code()).isEqualTo(2);
	}

}
