package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.CountingDataSource;
import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.LegacyMappings;
import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Stores;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.ledger.Claims;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.session.TransactionLimitException;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a chunk with rows that Green refuses is worked on.
 */
class RowIsolationTests {

	private static final Chunk ALL = new Chunk(1, new KeyRange(null, null), 0, false);

	/** Another's payment in Green: whoever inserts the same waits. */
	private static final String PLACEHOLDER = """
			INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, metadata_json, row_version)
			VALUES (%d, 1, 'EUR', 'pending', now(), '{}', 0)
			""";

	@TempDir
	Path directory;

	@EitherTopology
	void oneBadRowInTwentyThousandCostsAtMostTwentyStatementsOnASide(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 20_000)) {
			CountingDataSource blue = CountingDataSource.over(stores.blue().as(LegacyDatabase.JOBS));
			CountingDataSource green = (where == Where.ONE_DATABASE) ? blue
					: CountingDataSource.over(stores.green().as(LegacyDatabase.JOBS));
			LegacyMappings legacy = LegacyMappings.read(blue.dataSource(), green.dataSource());
			Counted whole = counted(blue, green, legacy);
			for (int place : List.of(1, 79, 10_007, 20_000)) {
				long bad = poison(stores, place);
				Counted isolating = counted(blue, green, legacy);
				// The chunk itself is one of them.
				assertThat(isolating.blue() - whole.blue()).as("in Blue, row " + place).isLessThanOrEqualTo(20);
				assertThat(isolating.green() - whole.green()).as("in Green, row " + place).isLessThanOrEqualTo(20);
				assertThat(refused(isolating.outcome())).containsExactly(List.of(String.valueOf(bad)));
				stores.inBlue().run("UPDATE blue.payments SET status = 'PENDING' WHERE status = '???'");
			}
		}
	}

	@Test
	void rowThatADomainOfGreenRefusesIsSearchedForInGreenAlone() throws Exception {
		try (Stores stores = Migrated.stores(Where.TWO_DATABASES, 2000)) {
			stores.inGreen()
				.run("CREATE DOMAIN green.status AS text CHECK (VALUE <> '???')",
						"ALTER TABLE green.payments ALTER status TYPE green.status");
			CountingDataSource blue = CountingDataSource.over(stores.blue().as(LegacyDatabase.JOBS));
			CountingDataSource green = CountingDataSource.over(stores.green().as(LegacyDatabase.JOBS));
			LegacyMappings legacy = LegacyMappings.read(blue.dataSource(), green.dataSource());
			int whole = counted(blue, green, legacy).blue();
			long bad = poison(stores, 1234);
			Counted isolating = counted(blue, green, legacy);
			assertThat(refused(isolating.outcome())).containsExactly(List.of(String.valueOf(bad)));
			assertThat(isolating.outcome().applied()).isEqualTo(1999);
			assertThat(isolating.blue() - whole).as("reads it once more").isEqualTo(2);
		}
	}

	@EitherTopology
	void manyBadRowsAreNamedOverSeveralTransactionsAndAllOthersArrive(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 2000)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 2000");
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
		try (Stores stores = Migrated.stores(Where.ONE_DATABASE, 2000)) {
			stores.inBlue().run("UPDATE blue.payments SET status = '???' WHERE payment_id % 20 = 0");
			LegacyMappings legacy = LegacyMappings.read(stores.blue().as(LegacyDatabase.JOBS));
			ChunkOutcome.Applied applied = run(legacy);
			assertThat(applied.refusals()).isNotEmpty().hasSizeLessThan(40);
			assertThat(applied.left()).hasSize(2);
			assertThat(applied.left().get(0).to()).isEqualTo(applied.left().get(1).from());
			assertThat(applied.left().get(1).to()).isNull();
		}
	}

	@EitherTopology
	void chunkIsNobodyElsesWhileItsRowsAreSearchedAndAKillLeavesNothingOfIt(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 1000)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 2000")
				.setting("workers: 1");
			assertThat(program.run("backfill", "payments").code()).isZero();
			Planned.again(stores.inGreen());
			poison(stores, 100);
			Side other = LegacyMappings
				.read(stores.blue().as(LegacyDatabase.JOBS), stores.green().as(LegacyDatabase.JOBS))
				.side();
			assertThat(claim(other)).as("the only chunk").hasSize(1);
			Running backfill;
			try (Locks behind = new Locks(stores.green(), PLACEHOLDER.formatted(key(stores, 900)))) {
				backfill = Running.start(program, "backfill", "payments");
				long first = behind.awaitWaiter();
				assertThat(stores.inGreen().list("SELECT query FROM pg_stat_activity WHERE pid = " + first))
					.as("the load of the whole has failed, and what is behind the bad row is applied")
					.singleElement()
					.asString()
					.startsWith("WITH written");
				assertThat(claim(other)).isEmpty();
				stores.inGreen().run("SELECT pg_terminate_backend(%d)".formatted(first));
				Awaitility.await().until(behind::awaitWaiter, (next) -> next != first);
				assertThat(claim(other)).as("by the next session").isEmpty();
				assertThat(stores.inGreen().list("SELECT state || scanned || applied FROM bluegreen.chunk"))
					.containsExactly("pending00");
				assertThat(stores.inGreen()
					.number("SELECT (SELECT count(*) FROM green.payments) + (SELECT count(*) FROM bluegreen.changed_key)"))
					.as("rows that arrived, and that were refused")
					.isZero();
			}
			assertThat(backfill.end().code()).isEqualTo(4);
			assertThat(stores.inGreen().number("SELECT count(*) FROM green.payments")).isEqualTo(999);
		}
	}

	/** What another session would get. */
	private static List<Chunk> claim(Side green) {
		return green.rolledBack(() -> {
			Plan plan = new Plans(green).open(Plan.Kind.BACKFILL, "payments").orElseThrow();
			return new Claims(green).claim(plan, 30, 1);
		});
	}

	private static List<List<String>> refused(ChunkOutcome.Applied outcome) {
		return outcome.refusals().stream().map(Refusal::key).toList();
	}

	private static long poison(Stores stores, int place) throws Exception {
		long key = key(stores, place);
		stores.inBlue().run("UPDATE blue.payments SET status = '???' WHERE payment_id = " + key);
		return key;
	}

	private static long key(Stores stores, int place) throws Exception {
		return stores.inBlue()
			.number("SELECT payment_id FROM blue.payments ORDER BY payment_id OFFSET %d LIMIT 1".formatted(place - 1));
	}

	/**
	 * What became of all rows, and how many statements that took.
	 */
	private record Counted(ChunkOutcome.Applied outcome, int blue, int green) {
	}

	/** Once more where a busy machine cannot read all of Blue's rows in time. */
	private static Counted counted(CountingDataSource blue, CountingDataSource green, LegacyMappings legacy) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreException(TransactionLimitException.class)
			.until(() -> {
				blue.count().set(0);
				green.count().set(0);
				ChunkOutcome.Applied outcome = run(legacy);
				return new Counted(outcome, blue.count().get(), green.count().get());
			}, (counted) -> true);
	}

	/** Nothing stays of it. */
	private static ChunkOutcome.Applied run(LegacyMappings legacy) {
		Side green = legacy.side();
		Mapping payments = legacy.payments();
		BackfillWork work = new BackfillWork(legacy.databases(), payments, 1000);
		return (ChunkOutcome.Applied) green.rolledBack(() -> work.run(ALL));
	}

}
