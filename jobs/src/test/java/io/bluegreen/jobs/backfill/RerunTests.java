package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the engineer does about rows and chunks that did not come through.
 */
class RerunTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private Pairs items() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("items", "id int PRIMARY KEY, price text", "SELECT i, i::text FROM generate_series(1, 2000) i")
			.create();
		pairs.sql().run("DELETE FROM new.items");
		return pairs;
	}

	@Test
	void rejectedRowsComeOnceGreenTakesThemAndOnlyThose() throws Exception {
		Pairs pairs = items();
		pairs.sql().run("ALTER TABLE new.items ADD CONSTRAINT cheap CHECK (length(price) < 4)");
		Program program = pairs.program().setting("max-rejected: 2000");
		Program.Outcome backfill = program.run("backfill");
		assertThat(backfill.code()).isEqualTo(4);
		assertThat(backfill.out()).contains("1,001 rejected",
				"1,001 rows: CHECK violated (23514): constraint cheap, table new.items");
		assertThat(program.run("rerun", "--failed").out()).contains(" 0 unchanged, 1,001 rejected, 0 chunks failed");
		pairs.sql()
			.run("ALTER TABLE new.items DROP CONSTRAINT cheap", "UPDATE new.items SET price = 'kept' WHERE id = 5");
		Program.Outcome rerun = program.run("rerun", "items");
		assertThat(rerun.code()).isZero();
		assertThat(rerun.out()).contains("0 rejected (1,001 no more)");
		assertThat(program.run("rejects", "--output=json").json()).isEmpty();
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items")).isEqualTo(2000);
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items WHERE price = 'kept'"))
			.as("no other row was applied again")
			.isEqualTo(1);
	}

	@EitherTopology
	void rowsThatTheViewCouldNotEvaluateComeWithTheMappingOfNow(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory)
				.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
				.tables("""
						    t: {from: old.t_as_green, source: {table: old.t}, to: new.t, version: row_version}
						""");
			stores.inBlue()
				.run("SET ROLE legacy_owner", "CREATE SCHEMA old",
						"CREATE TABLE old.t (id int PRIMARY KEY, amount text)",
						"INSERT INTO old.t SELECT i, CASE i % 500 WHEN 250 THEN 'broken' ELSE i::text END FROM generate_series(1, 2000) i");
			assertThat(program.runAsOwner("track", "old.t").code()).isZero();
			stores.inBlue()
				.run("SET ROLE legacy_owner",
						"CREATE VIEW old.t_as_green AS SELECT id, amount::int AS amount, row_version FROM old.t");
			stores.inGreen()
				.run("SET ROLE legacy_owner", "CREATE SCHEMA new",
						"CREATE TABLE new.t (id int PRIMARY KEY, amount int, row_version bigint NOT NULL)");
			assertThat(program.runAsOwner("migrate").code()).isZero();
			assertThat(program.run("backfill").code()).isEqualTo(4);
			stores.inBlue()
				.run("SET ROLE legacy_owner",
						"CREATE OR REPLACE VIEW old.t_as_green AS SELECT id, nullif(amount, 'broken')::int AS amount, row_version FROM old.t");
			Program.Outcome refused = program.run("backfill");
			assertThat(refused.code()).as("another mapping").isEqualTo(2);
			Program.Outcome rerun = program.run("rerun", "--failed", "--output=json");
			assertThat(rerun.code()).as(rerun.err() + rerun.out()).isZero();
			assertThat(rerun.json().get("tables").get(0).get("rejected").asInt()).isZero();
			assertThat(stores.inGreen().number("SELECT count(*) FROM new.t WHERE amount IS NULL")).isEqualTo(4);
			assertThat(program.run("verify").code()).isZero();
			assertThat(program.run("backfill").code()).as("the plan is under the mapping of now").isZero();
		}
	}

	@Test
	void namedChunkIsAppliedAgainAndNoOther() throws Exception {
		Pairs pairs = items();
		Program program = pairs.program();
		assertThat(program.run("backfill").code()).isZero();
		JsonNode chunks = program.run("chunks", "--output=json").json();
		assertThat(chunks.get(0).get("from").toString()).as("open").isEqualTo("{}");
		JsonNode chunk = chunks.get(1);
		assertThat(chunk.get("from")).isEqualTo(chunks.get(0).get("to"));
		pairs.sql().run("DELETE FROM new.items WHERE id IN (5, 600, 700)");
		Program.Outcome outcome = program.run("rerun", "--chunk=" + chunk.get("chunk").asLong());
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items WHERE id IN (600, 700)")).isEqualTo(2);
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items")).isEqualTo(1999);
		Program.Outcome unknown = program.run("rerun", "--chunk=999999");
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err()).contains("there is no chunk 999999", "bluegreen chunks");
	}

	@Test
	void failedChunkIsDoneAgain() throws Exception {
		Pairs pairs = items();
		Program program = pairs.program();
		assertThat(program.run("backfill").code()).isZero();
		pairs.sql()
			.run("UPDATE bluegreen.chunk SET state = 'failed', error = 'ended' WHERE chunk_id = (SELECT min(chunk_id) FROM bluegreen.chunk)",
					"DELETE FROM new.items WHERE id <= 500");
		Program.Outcome again = program.run("backfill");
		assertThat(again.code()).isEqualTo(4);
		assertThat(again.err()).contains("bluegreen rerun items").doesNotContain("--new");
		assertThat(program.run("rerun").code()).isZero();
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items")).isEqualTo(2000);
		assertThat(program.run("backfill").code()).isZero();
	}

	@Test
	void nothingToRerunIsSaidAndNothingIsPlannedIsRefused() throws Exception {
		Pairs pairs = items();
		Program.Outcome unplanned = pairs.program().run("rerun");
		assertThat(unplanned.code()).isEqualTo(2);
		assertThat(unplanned.err()).contains("no backfill was planned yet", "bluegreen backfill items");
		assertThat(pairs.program().run("backfill").code()).isZero();
		Program.Outcome outcome = pairs.program().run("rerun");
		assertThat(outcome.code()).isZero();
		assertThat(outcome.out()).contains("nothing to do");
	}

	@Test
	void runThatIsPlainlyMisconfiguredStopsEarlyAndGoesOnAfterTheMend() throws Exception {
		Pairs pairs = items();
		pairs.sql().run("ALTER TABLE new.items ADD CONSTRAINT none CHECK (price = 'x')");
		Program program = pairs.program().setting("max-rejected: 20").setting("workers: 1");
		Program.Outcome stopped = program.run("backfill", "--output=json");
		assertThat(stopped.code()).as(stopped.err()).isEqualTo(4);
		JsonNode table = stopped.json().get("tables").get(0);
		assertThat(table.get("reason").asString()).contains("more than 20 rows (max-rejected)");
		assertThat(table.get("rejected").asInt()).isBetween(21, 600);
		assertThat(program.run("backfill").code()).as("stops again at once").isEqualTo(4);
		pairs.sql().run("ALTER TABLE new.items DROP CONSTRAINT none");
		Program.Outcome rerun = program.run("rerun");
		assertThat(rerun.code()).as(rerun.err()).isZero();
		assertThat(pairs.sql().number("SELECT count(*) FROM new.items")).isEqualTo(2000);
	}

	@Test
	void rowThatWasMendedInBlueLeavesTheRejectsWithTheNextReconcile() throws Exception {
		try (var owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, 1000, 1);
		}
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		Sql sql = new Sql(this.fresh.database());
		sql.run("UPDATE blue.payments SET status = '???' WHERE payment_id = (SELECT min(payment_id) FROM blue.payments)");
		assertThat(program.run("backfill").code()).isEqualTo(4);
		assertThat(program.run("reconcile").code()).isEqualTo(4);
		JsonNode reject = program.run("rejects", "--output=json").json().get(0);
		assertThat(reject.get("attempts").asInt()).isGreaterThan(1);
		assertThat(reject.get("firstSeen").asString()).isNotEmpty();
		sql.run("UPDATE blue.payments SET status = 'PENDING' WHERE status = '???'");
		assertThat(program.run("reconcile").code()).isZero();
		assertThat(program.run("rejects").out()).contains("no rejects");
		assertThat(program.run("backfill").code()).isZero();
		assertThat(sql.unequal()).isZero();
	}

}
