package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Poison;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("oldest-version")
class BackfillTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Program program() {
		return new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
	}

	@Test
	void copiesEveryRowAndCountsThem() throws Exception {
		Program program = program();
		Sql sql = new Sql(this.fresh.database());
		Program.Outcome outcome = program.run("backfill", "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		JsonNode payments = outcome.json().get("tables").get(0);
		assertThat(outcome.json().get("answer").asString()).isEqualTo("COMPLETE");
		assertThat(payments.get("table").asString()).isEqualTo("payments");
		assertThat(payments.get("scanned").asLong()).isEqualTo(sql.number("SELECT count(*) FROM blue.payments"));
		assertThat(payments.get("applied").asLong()).isEqualTo(payments.get("scanned").asLong());
		assertThat(payments.get("unchanged").asLong()).isZero();
		assertThat(sql.unequal()).isZero();
	}

	@Test
	void restOfAPlanIsCutIntoChunksWhileTheFirstAreDone() throws Exception {
		Program program = program();
		Sql sql = new Sql(this.fresh.database());
		String ranges = "SELECT from_key::text || to_key::text FROM bluegreen.chunk ORDER BY plan_id, from_key::text[]::bigint[] NULLS FIRST";
		assertThat(program.run("backfill").code()).isZero();
		List<@Nullable String> planned = sql.list(ranges);
		Planned.partly(sql);
		JsonNode dryRun = program.run("backfill", "--dry-run", "--output=json").json();
		assertThat(dryRun.get("tables").get(0).get("chunks").asLong()).as(dryRun.toString()).isEqualTo(11);
		assertThat(program.run("backfill").code()).isZero();
		assertThat(sql.list(ranges)).isEqualTo(planned);
		assertThat(sql.list("SELECT DISTINCT state FROM bluegreen.chunk")).containsExactly("done");
		assertThat(sql.unequal()).isZero();
	}

	@Test
	void finishedPlanHasNothingToDo() throws Exception {
		Program program = program();
		assertThat(program.run("backfill").code()).isZero();
		Program.Outcome again = program.run("backfill");
		assertThat(again.code()).isZero();
		assertThat(again.out()).contains("nothing to do");
	}

	@Test
	void newPlanLeavesEqualRowsAlone() throws Exception {
		Program program = program();
		assertThat(program.run("backfill").code()).isZero();
		Sql sql = new Sql(this.fresh.database());
		long written = sql.number("SELECT sum(xmin::text::bigint) FROM green.payments");
		Program.Outcome again = program.run("backfill", "--new", "--output=json");
		assertThat(again.code()).as(again.err()).isZero();
		assertThat(again.json().get("tables").get(0).get("applied").asLong()).isZero();
		assertThat(again.json().get("tables").get(0).get("unchanged").asLong())
			.isEqualTo(sql.number("SELECT count(*) FROM blue.payments"));
		assertThat(sql.number("SELECT sum(xmin::text::bigint) FROM green.payments")).isEqualTo(written);
	}

	@Test
	void emptyTablesAndTablesOfOneRowFinish() throws Exception {
		Program program = program();
		new Sql(this.fresh.database()).run("TRUNCATE blue.payment_events, blue.payments");
		assertThat(program.run("backfill").code()).isZero();
		assertThat(program.run("verify").out()).contains("nothing was compared");
		new Sql(this.fresh.database()).run("""
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
				VALUES (1, 1, 'EUR', 'PENDING', now())
				""");
		assertThat(program.run("backfill", "--new").code()).isZero();
		assertThat(new Sql(this.fresh.database()).unequal()).isZero();
	}

	@Test
	void rowThatGreenRefusesIsRejectedWithItsReasonAndTheOthersArrive() throws Exception {
		Program program = program();
		try (var owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.poison(owner, Poison.UNKNOWN_STATUS);
		}
		Program.Outcome outcome = program.run("backfill", "--output=json");
		assertThat(outcome.code()).isEqualTo(4);
		assertThat(outcome.json().get("answer").asString()).isEqualTo("INCOMPLETE");
		assertThat(outcome.json().get("tables").get(0).get("rejected").asLong()).isEqualTo(1);
		JsonNode rejects = program.run("rejects", "--output=json").json();
		assertThat(rejects).hasSize(1);
		assertThat(rejects.get(0).get("sqlState").asString()).isEqualTo("23514");
		assertThat(rejects.get(0).get("constraint").asString()).isEqualTo("payments_status_check");
		assertThat(rejects.toString()).doesNotContain("???");
		Sql sql = new Sql(this.fresh.database());
		assertThat(sql.number("SELECT count(*) FROM green.payments"))
			.isEqualTo(sql.number("SELECT count(*) - 1 FROM blue.payments"));
		Program.Outcome again = program.run("backfill");
		assertThat(again.code()).as("a finished plan with rejects answers 4 again").isEqualTo(4);
		assertThat(again.err()).contains("bluegreen rejects payments", "bluegreen rerun payments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "open", "complete" })
	void changedMappingUnderAPlanIsRefused(String state) throws Exception {
		Program program = program();
		assertThat(program.run("backfill").code()).isZero();
		Sql sql = new Sql(this.fresh.database());
		sql.run("UPDATE bluegreen.plan SET state = '%s'".formatted(state),
				"ALTER FUNCTION blue.attributes_as_jsonb(text) COST 200",
				"CREATE OR REPLACE VIEW blue.payment_events_as_green AS SELECT payment_id, event_no, upper(event_type) AS event_type,"
						+ " occurred_at AT TIME ZONE 'UTC' AS occurred_at, amount, note, row_version FROM blue.payment_events");
		Program.Outcome outcome = program.run("backfill");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("payment_events", "mapping", "--new");
	}

}
