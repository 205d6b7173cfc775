package io.bluegreen.testbed.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.PostgresServer;

/**
 * {@code bluegreen chaos}.
 */
@Command(name = "chaos", mixinStandardHelpOptions = true, showDefaultValues = true,
		description = "Moves a generated legacy store under live writes while processes are killed and frozen, sessions ended and the network broken, then proves that both sides are equal.",
		footer = "Exit codes: 0 both sides are equal, and verify says so; 1 they are not, or it does not; 2 usage.")
public final class ChaosCommand implements Callable<Integer> {

	@Option(names = "--seconds", defaultValue = "60", paramLabel = "N", description = "How long faults strike.")
	private long seconds;

	@Option(names = "--rows", defaultValue = "20000", paramLabel = "N", description = "Payments to start with.")
	private long rows;

	@Option(names = "--seed", defaultValue = "1", paramLabel = "N",
			description = "The same payments, and the same order of faults, come from the same seed; when they strike does not.")
	private long seed;

	@Override
	public Integer call() throws InterruptedException, SQLException, IOException {
		Path home = Path.of(System.getProperty("bluegreen.home", ""));
		if (!Files.isExecutable(home.resolve("bluegreen"))) {
			System.err.println("chaos: it runs the packaged program: start it as `./bluegreen chaos`");
			return 2;
		}
		if (this.seconds < 1 || this.rows < 1000) {
			System.err.println("chaos: --seconds takes 1 or more, --rows 1000 or more");
			return 2;
		}
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		Path logs = Files.createTempDirectory("bluegreen-chaos");
		boolean equal;
		try (PostgresServer server = PostgresServer.start()) {
			Database blue = LegacyDatabase.create(server);
			Database green = LegacyDatabase.createEmpty(server);
			try (Link link = Link.to(green.url()); Connection owner = blue.connect(LegacyDatabase.OWNER)) {
				LegacyPayments.fill(owner, this.rows, this.seed);
				equal = new Chaos(home, logs, blue, green, link, this.seed, out).run(Duration.ofSeconds(this.seconds));
			}
			finally {
				green.drop();
				blue.drop();
			}
		}
		if (equal) {
			FileSystemUtils.deleteRecursively(logs);
		}
		out.println(equal ? "Both sides are equal, and verify says so."
				: "This did NOT end as it should; seed %d, logs in %s".formatted(this.seed, logs));
		return equal ? 0 : 1;
	}

}
