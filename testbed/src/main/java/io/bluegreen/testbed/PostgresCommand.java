package io.bluegreen.testbed;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * A filled legacy database to work against by hand.
 */
@Command(name = "postgres", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Starts PostgreSQL with a filled legacy database and keeps it until Ctrl-C.",
		footer = "On a server that " + PostgresServer.URL_VARIABLE + " names, the database stays.")
final class PostgresCommand implements Callable<Integer> {

	@Option(names = "--rows", defaultValue = "100000", paramLabel = "N", description = "Payments to fill in.")
	private long rows;

	@Option(names = "--seed", defaultValue = "1", paramLabel = "N",
			description = "The same payments come from the same seed.")
	private long seed;

	@Override
	public Integer call() throws SQLException, IOException, InterruptedException {
		try (PostgresServer server = PostgresServer.start()) {
			Database database = LegacyDatabase.create(server);
			try (Connection owner = database.connect(LegacyDatabase.OWNER)) {
				LegacyPayments.fill(owner, this.rows, this.seed);
			}
			System.out.printf("%d payments in %s%nOwner %s, application %s, jobs %s; stops with Ctrl-C.%n", this.rows,
					database.url(), LegacyDatabase.OWNER, LegacyDatabase.APPLICATION, LegacyDatabase.JOBS);
			new CountDownLatch(1).await();
		}
		return 0;
	}

}
