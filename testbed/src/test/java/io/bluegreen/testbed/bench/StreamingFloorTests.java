package io.bluegreen.testbed.bench;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.legacy.LegacyPayments;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamingFloorTests {

	private static final List<KeyRange> RANGES = List.of(new KeyRange(null, List.of("5000")),
			new KeyRange(List.of("5000"), List.of("9000")), new KeyRange(List.of("9000"), List.of("15000")),
			new KeyRange(List.of("15000"), null));

	@RegisterExtension
	final FreshDatabase inBlue = new FreshDatabase(LegacyDatabase::create);

	@RegisterExtension
	final FreshDatabase inGreen = new FreshDatabase(LegacyDatabase::createEmpty);

	private Floor blue;

	private Floor green;

	private Mapping mapping;

	@BeforeEach
	void migrate() throws Exception {
		try (Connection there = this.inBlue.connect(); Connection here = this.inGreen.connect()) {
			LegacyPayments.fill(there, 20_000, 1, false);
			Migrated.run(there, "tracking", "blue");
			Migrated.run(here, "green");
		}
		String superuser = this.inBlue.database().server().superuser();
		this.mapping = Subject.PAYMENTS.mapping(this.inBlue.as(superuser), this.inGreen.as(superuser), false);
		this.blue = new Floor(this.inBlue.database(), superuser, 2);
		this.green = new Floor(this.inGreen.database(), superuser, 2);
	}

	@AfterEach
	void close() {
		this.blue.close();
		this.green.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thePipesBringEverything(boolean ordered) throws Exception {
		fill(ordered ? Pipe.byKey(this.mapping) : "");

		assertThat(both().seconds(RANGES, Duration.ZERO)).isPositive();
	}

	@Test
	void theScansOfBothSidesNoticeOneRowThatDiffers() throws Exception {
		fill("");
		try (Connection superuser = this.inGreen.connect()) {
			superuser.createStatement()
				.execute("UPDATE green.payments SET description = 'another' WHERE payment_id = 10000");
		}

		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> both().seconds(RANGES, Duration.ZERO))
			.withMessageContaining("Green is not what the mapping says");
	}

	@Test
	void aPipeThatGreenRefusesIsAnErrorAndTheConnectionsLiveOn() throws Exception {
		fill("");

		assertThatExceptionOfType(Exception.class).isThrownBy(() -> fill(""))
			.havingRootCause()
			.withMessageContaining("duplicate key");
		assertThat(both().seconds(RANGES, Duration.ZERO)).isPositive();
	}

	@Test
	void sharesCoverTheKeysWithoutGapOrOverlap() {
		for (int shares : new int[] { 1, 2, 3, 4, 9 }) {
			List<KeyRange> split = Pipe.shares(RANGES, shares);

			assertThat(split).hasSize(Math.min(shares, 4));
			assertThat(split.get(0).from()).isNull();
			assertThat(split.get(split.size() - 1).to()).isNull();
			IntStream.range(1, split.size())
				.forEach((i) -> assertThat(split.get(i).from()).isNotNull().isEqualTo(split.get(i - 1).to()));
		}
	}

	private void fill(String order) throws Exception {
		this.green.seconds(Pipe.shares(RANGES, 2), new Pipe(this.blue.side(), this.green.side(), this.mapping, order),
				Duration.ZERO);
	}

	private BothSides both() {
		return new BothSides(this.blue, this.green, new Comparing(this.mapping, Grouping.OF_PAYMENTS));
	}

}
