package io.bluegreen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import io.bluegreen.testing.postgres.PostgresServer;

/**
 * The same with few rows, for the memory that it takes: that must not grow with a table.
 */
record SmallTable(PostgresServer server, Path launcher, int workers) {

	static final long ROWS = 200_000;

	/**
	 * Backfills and verifies in one database and in two.
	 * @param measured is told the peak memory
	 */
	void measure(Measurements measured) throws SQLException, IOException, InterruptedException {
		try (Legacy legacy = Legacy.build(this.server, this.launcher, ROWS, "-" + ROWS)) {
			measure(new Ours(legacy.inOneDatabase(), this.workers, measured));
			measure(new Ours(legacy.inTwoDatabases(), this.workers, measured));
		}
	}

	private static void measure(Ours ours) throws IOException, InterruptedException {
		ours.fixture().empty();
		ours.backfill();
		ours.fill();
		ours.verify();
	}

}
