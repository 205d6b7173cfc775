package io.bluegreen.payments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.net.FreePort;
import io.bluegreen.testing.postgres.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that is told to end.
 */
class ShutdownTests {

	@TempDir
	private Path folder;

	@Test
	void readinessGoesDownThenRequestsEndThenTheProcess() throws Exception {
		try (MigratedStores stores = MigratedStores.create(Where.ONE_DATABASE)) {
			int port = FreePort.any();
			Process process = start(stores, "server.port=" + port, "payments.shutdown-delay=2s");
			try {
				Api api = new Api(port);
				Awaitility.await().ignoreExceptions().until(() -> api.get("/health/ready").status() == 200);
				Api.Answer made = api.create("held", "1.00", "EUR");
				CompletableFuture<Api.Answer> captured;
				try (MigratedStores.Held held = MigratedStores.hold(stores.blue(),
						"SELECT FROM blue.payments WHERE payment_id = " + made.text("id") + " FOR UPDATE")) {
					captured = api.postLater("/payments/" + made.text("id") + "/capture", "", "If-Match",
							made.header("ETag"));
					Awaitility.await().until(() -> waits(stores));
					process.destroy();
					Awaitility.await().until(() -> api.get("/health/ready").status() == 503);
					assertThat(api.get("/health/live").status()).isEqualTo(200);
					assertThat(api.get("/payments/" + made.text("id")).status()).isEqualTo(200);
				}
				assertThat(captured.get(1, TimeUnit.MINUTES).text("status")).isEqualTo("captured");
				assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
				assertThat(process.exitValue()).isEqualTo(143);
				assertThat(stores.inGreen("SELECT status FROM green.payments WHERE payment_id = " + made.text("id")))
					.containsExactly("captured");
				assertThat(Files.readAllLines(log())).isNotEmpty()
					.allMatch((line) -> line.startsWith("{\"@timestamp\""))
					.noneMatch((line) -> line.contains("tok_secret") || line.contains("4242"));
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	private Path log() {
		return this.folder.resolve("log");
	}

	private Process start(MigratedStores stores, String... more) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), PaymentService.class.getName()));
		command.addAll(Settings.of(stores, "dual", more));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
	}

	private static boolean waits(MigratedStores stores) throws SQLException {
		return Answer.of(stores.blue(), """
				SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE blue.payments%'
				""").equals("1");
	}

}
