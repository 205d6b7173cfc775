package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;

import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * {@code bluegreen demo}.
 */
@Command(name = "demo", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Moves a generated legacy store under a payment service that goes on serving, in a PostgreSQL of its own.",
		footer = "Exit codes: 0 every step came out as told; 1 one did not; 2 usage.")
public final class DemoCommand implements Callable<Integer> {

	@Option(names = "--rows", defaultValue = "100000", paramLabel = "N", description = "Payments to start with.")
	private long rows;

	@Option(names = "--seed", defaultValue = "1", paramLabel = "N",
			description = "The same payments and the same kinds of live writes come from the same seed.")
	private long seed;

	@Override
	public Integer call() throws InterruptedException {
		Path home = Path.of(System.getProperty("bluegreen.home", ""));
		if (!Files.isExecutable(home.resolve("bluegreen"))) {
			System.err.println("demo: it runs the packaged program: start it as `./bluegreen demo`");
			return 2;
		}
		if (this.rows < 1000) {
			System.err.println("demo: --rows: %d is too few to show anything: 1000 or more".formatted(this.rows));
			return 2;
		}
		Narrator narrator = new Narrator();
		try {
			run(home, narrator);
			narrator.ends("Every step came out as told.");
			return 0;
		}
		catch (UnexpectedException ex) {
			narrator.ends("This step did NOT come out as told: " + ex.getMessage());
		}
		catch (SQLException | IOException | RuntimeException ex) {
			narrator.ends("This step failed: " + ex);
		}
		return 1;
	}

	private void run(Path home, Narrator narrator) throws SQLException, IOException, InterruptedException {
		narrator.step("A legacy store to move",
				"PostgreSQL starts on this machine, and goes with the demo; schema blue is filled.");
		try (PostgresServer server = PostgresServer.start()) {
			Database blue = LegacyDatabase.create(server);
			Database green = LegacyDatabase.createEmpty(server);
			Path logs = Files.createTempDirectory("bluegreen-demo");
			try (Link link = Link.to(green.url())) {
				fill(blue);
				narrator.says("%,d payments, half as many events, in %s", this.rows, blue.url());
				Operator operator = new Operator(home, new Location(blue, link.url()), narrator);
				new Demo(home, logs, blue, green, link, operator, narrator, this.seed).run();
				// Worth keeping only where something went wrong.
				FileSystemUtils.deleteRecursively(logs);
			}
			finally {
				green.drop();
				blue.drop();
			}
		}
	}

	private void fill(Database blue) throws SQLException {
		try (Connection owner = blue.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, this.rows, this.seed);
		}
	}

}
