package io.bluegreen.testbed.bench;

import java.nio.charset.StandardCharsets;
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
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

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
			for (String room : List.of("tracking", "blue", "green")) {
				for (Resource migration : new PathMatchingResourcePatternResolver()
					.getResources("classpath*:sql/" + room + "/V*.sql")) {
					superuser.createStatement().execute(migration.getContentAsString(StandardCharsets.UTF_8));
				}
			}
		}
		String superuser = this.fresh.database().server().superuser();
		this.mapping = Stage.mapping(this.fresh.as(superuser));
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
	void everyRangeIsTakenOnce() throws Exception {
		Queue<KeyRange> taken = new ConcurrentLinkedQueue<>();

		this.floor.seconds(RANGES, (client, range) -> taken.add(range), Duration.ZERO);

		assertThat(taken).containsExactlyInAnyOrderElementsOf(RANGES);
	}

}
