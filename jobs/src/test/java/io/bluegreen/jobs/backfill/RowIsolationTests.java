package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.CountingDataSource;
import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a chunk with rows that Green refuses is worked on.
 */
class RowIsolationTests {

	private static final Chunk ALL = new Chunk(1, new KeyRange(null, null), 0, false);

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void oneBadRowInTwentyThousandCostsAtMostTwentyStatements() throws Exception {
		migrated(20_000);
		CountingDataSource counting = CountingDataSource.over(this.fresh.as(LegacyDatabase.JOBS));
		LegacyMappings legacy = LegacyMappings.read(counting.dataSource());
		legacy.side().run(() -> legacy.side().client().sql("SELECT 1").query(Integer.class).single());
		int whole = statements(counting, legacy);
		for (int place : List.of(1, 79, 10_007, 20_000)) {
			long bad = poison("ORDER BY payment_id OFFSET %d LIMIT 1".formatted(place - 1));
			int isolating = statements(counting, legacy);
			// The chunk itself is one of them.
			assertThat(isolating - whole).as("row " + place).isLessThanOrEqualTo(20);
			assertThat(refused(run(legacy))).containsExactly(List.of(String.valueOf(bad)));
			mend();
		}
	}

	@EitherTopology
	void manyBadRowsAreNamedOverSeveralTransactionsAndAllOthersArrive(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 2000");
			try (var owner = stores.blue().connect(LegacyDatabase.OWNER)) {
				LegacyPayments.fill(owner, 2000, 1);
			}
			assertThat(program.runAsOwner("migrate").code()).isZero();
			stores.inBlue()
				.run("UPDATE blue.payments SET status = '???' WHERE payment_id IN (SELECT payment_id FROM blue.payments ORDER BY md5(payment_id::text) LIMIT 60)");
			Program.Outcome backfill = program.run("backfill", "payments", "--output=json");
			assertThat(backfill.code()).as(backfill.err()).isEqualTo(4);
			assertThat(backfill.json().get("tables").get(0).get("rejected").asInt()).isEqualTo(60);
			assertThat(stores.inGreen().number("SELECT count(*) FROM green.payments")).isEqualTo(1940);
			assertThat(stores.inGreen().number("SELECT count(*) FROM bluegreen.chunk")).as("chunks, some split off")
				.isGreaterThan(2);
			assertThat(backfill.out()).contains("\"rows\":60");
		}
	}

	@Test
	void whatIsLeftAfterFortyTriesIsSplitOffInHalves() throws Exception {
		migrated(2000);
		new Sql(this.fresh.database()).run("UPDATE blue.payments SET status = '???' WHERE payment_id % 20 = 0");
		LegacyMappings legacy = LegacyMappings.read(this.fresh.as(LegacyDatabase.JOBS));
		ChunkOutcome.Applied applied = run(legacy);
		assertThat(applied.refusals()).isNotEmpty().hasSizeLessThan(40);
		assertThat(applied.left()).hasSize(2);
		assertThat(applied.left().get(0).to()).isEqualTo(applied.left().get(1).from());
		assertThat(applied.left().get(1).to()).isNull();
	}

	private static List<List<String>> refused(ChunkOutcome.Applied outcome) {
		return outcome.refusals().stream().map(Refusal::key).toList();
	}

	private void migrated(int rows) throws Exception {
		try (var owner = this.fresh.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, rows, 1);
		}
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
	}

	private long poison(String which) throws Exception {
		Sql sql = new Sql(this.fresh.database());
		sql.run("UPDATE blue.payments SET status = '???' WHERE payment_id = (SELECT payment_id FROM blue.payments %s)"
			.formatted(which));
		return sql.number("SELECT payment_id FROM blue.payments WHERE status = '???'");
	}

	private void mend() throws Exception {
		new Sql(this.fresh.database()).run("UPDATE blue.payments SET status = 'PENDING' WHERE status = '???'");
	}

	private static int statements(CountingDataSource counting, LegacyMappings legacy) {
		counting.count().set(0);
		run(legacy);
		return counting.count().get();
	}

	/** Nothing stays of it. */
	private static ChunkOutcome.Applied run(LegacyMappings legacy) {
		Side green = legacy.side();
		Mapping payments = legacy.payments();
		BackfillWork work = new BackfillWork(legacy.databases(), payments, 1000);
		return (ChunkOutcome.Applied) green.rolledBack(() -> work.run(ALL));
	}

}
