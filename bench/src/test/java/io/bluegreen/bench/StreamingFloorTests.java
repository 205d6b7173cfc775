package io.bluegreen.bench;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamingFloorTests {

	private static final int ROWS = 60_000;

	@RegisterExtension
	final FreshDatabase inBlue = new FreshDatabase(LegacyDatabase::create);

	@RegisterExtension
	final FreshDatabase inGreen = new FreshDatabase(LegacyDatabase::createEmpty);

	private TwoDatabasesFloor floor;

	@BeforeEach
	void migrate() throws Exception {
		try (Connection there = this.inBlue.connect(); Connection here = this.inGreen.connect()) {
			LegacyPayments.fill(there, ROWS, 1, false);
			Migrated.run(there, "tracking", "blue");
			Migrated.run(here, "green");
		}
		this.floor = new TwoDatabasesFloor(this.inBlue.database(), this.inGreen.database(),
				this.inBlue.database().server().superuser(), Shape.PAYMENTS, 2);
	}

	@AfterEach
	void close() throws SQLException {
		this.floor.close();
	}

	@Test
	void thePipesBringEverything() throws Exception {
		assertThat(this.floor.pipe()).isPositive();

		assertThat(this.floor.hash().secondsIfSame(ROWS)).isPositive();
	}

	@Test
	void aRowThatOnlyOneSideHasIsNoticed() throws Exception {
		this.floor.pipe();
		try (Connection superuser = this.inGreen.connect()) {
			superuser.createStatement().execute("DELETE FROM green.payments WHERE payment_id = 10000");
		}

		assertThat(this.floor.hash().same()).isFalse();
	}

	@Test
	void aPipeThatGreenRefusesIsAnErrorAndTheConnectionsLiveOn() throws Exception {
		this.floor.pipe();

		assertThatExceptionOfType(Exception.class).isThrownBy(this.floor::pipe)
			.havingRootCause()
			.withMessageContaining("duplicate key");
		assertThat(this.floor.hash().secondsIfSame(ROWS)).isPositive();
	}

}
