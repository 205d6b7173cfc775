package io.bluegreen.testbed.bench;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.legacy.LegacyPayments;
import io.bluegreen.testbed.postgres.Answer;
import io.bluegreen.testbed.postgres.Database;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FloorTests {

	private static final List<KeyRange> RANGES = List.of(new KeyRange(null, List.of("5000")),
			new KeyRange(List.of("5000"), List.of("9000")), new KeyRange(List.of("9000"), List.of("15000")),
			new KeyRange(List.of("15000"), null));

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	private Floor floor;

	private Mapping mapping;

	private Comparing comparing;

	@BeforeEach
	void migrate() throws Exception {
		try (Connection superuser = this.fresh.connect()) {
			LegacyPayments.fill(superuser, 20_000, 1, false);
			Migrated.run(superuser, "tracking", "blue", "green");
		}
		String superuser = this.fresh.database().server().superuser();
		this.mapping = Subject.PAYMENTS.mapping(this.fresh.as(superuser), this.fresh.as(superuser), true);
		this.comparing = new Comparing(this.mapping, Grouping.OF_PAYMENTS);
		this.floor = new Floor(this.fresh.database(), superuser, 2);
	}

	@AfterEach
	void close() {
		this.floor.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 60_000 })
	void theFloorBackfillsEverything(long commitAfterMillis) throws Exception {
		this.floor.seconds(RANGES, RangeWork.apply(this.mapping), Duration.ofMillis(commitAfterMillis));

		assertThat(Answer.of(this.fresh.database(), "SELECT count(*) FROM green.payments")).isEqualTo("20000");
		assertThat(Answer.of(this.fresh.database(), PlainSql.fullJoin(this.mapping))).isEqualTo("0");
		this.floor.seconds(RANGES, RangeWork.checksums(this.comparing), Duration.ZERO);
		this.floor.seconds(RANGES, RangeWork.exact(this.comparing), Duration.ZERO);
	}

	@Test
	void bothComparisonsNoticeOneRowThatDiffers() throws Exception {
		this.floor.seconds(RANGES, RangeWork.apply(this.mapping), Duration.ZERO);
		try (Connection superuser = this.fresh.connect()) {
			superuser.createStatement()
				.execute("UPDATE green.payments SET description = 'another' WHERE payment_id = 10000");
		}

		for (RangeWork work : List.of(RangeWork.checksums(this.comparing), RangeWork.exact(this.comparing))) {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> this.floor.seconds(RANGES, work, Duration.ZERO))
				.withMessageContaining("Green is not what the mapping says");
		}
	}

	@Test
	void theTextbookBackfillsEverything() throws Exception {
		Database database = this.fresh.database();

		assertThat(new TextbookJob(database.as(database.server().superuser())).run()).isPositive();

		assertThat(Answer.of(database, PlainSql.fullJoin(this.mapping))).isEqualTo("0");
	}

	@Test
	void aCopyOfTheSameShapeIsTheSame() throws Exception {
		Database database = this.fresh.database();
		String superuser = database.server().superuser();
		try (Connection connection = database.connect()) {
			connection.createStatement().execute("ALTER SCHEMA blue OWNER TO legacy_owner");
			connection.createStatement().execute("ALTER TABLE blue.payments OWNER TO legacy_owner");
			connection.createStatement().execute(Sql.named("same-shape.sql"));
		}
		Mapping same = Subject.SAME_SHAPE.mapping(database.as(superuser), database.as(superuser), true);
		RangeWork checksums = RangeWork.checksums(new Comparing(same, Grouping.NONE));

		this.floor.seconds(RANGES, checksums, Duration.ZERO);

		try (Connection connection = database.connect()) {
			connection.createStatement().execute("UPDATE same.payments SET status = 'X' WHERE payment_id = 10000");
		}
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.floor.seconds(RANGES, checksums, Duration.ZERO))
			.withMessageContaining("Green is not what the mapping says");
	}

	@Test
	void everyRangeIsTakenOnce() throws Exception {
		Queue<KeyRange> taken = new ConcurrentLinkedQueue<>();

		this.floor.seconds(RANGES, (client, range) -> taken.add(range), Duration.ZERO);

		assertThat(taken).containsExactlyInAnyOrderElementsOf(RANGES);
	}

}
