package io.bluegreen.dualwrite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.bluegreen.stores.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Green that does not answer.
 */
class UnreachableGreenTests {

	private static final RowKey KEY = RowKey.of("payments", 11);

	private static final Duration LONG = Duration.ofMinutes(1);

	@Test
	void serviceStartsAndWritesWhileGreenIsDown() throws SQLException {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES)) {
			stores.service((dualWrite) -> {
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.await(KEY, LONG)).isTrue();
			}, "bluegreen.green.url=jdbc:postgresql://127.0.0.1:1/down", "bluegreen.dual-write.retry-for=1ms");
			assertThat(stores.green("SELECT payment_id FROM green.payments")).isEmpty();
		}
	}

	@Test
	void frozenServerKeepsTheKeyAndNotTheCaller() throws SQLException, IOException {
		Assumptions.assumeTrue(System.getenv(PostgresServer.URL_VARIABLE) == null, "that server is not ours to stop");
		try (PostgresServer own = PostgresServer.embedded();
				MigratedStores stores = MigratedStores.migrate(
						new Stores(LegacyDatabase.create(PostgresServer.shared()), LegacyDatabase.createEmpty(own)))) {
			stores.service((dualWrite) -> {
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.await(KEY, LONG)).isTrue();
				List<String> processes = processes(stores);
				signal("STOP", processes);
				try {
					stores.inBlue("UPDATE blue.payments SET description = 'new' WHERE payment_id = 11");
					dualWrite.changed("payments", 11);
					assertThat(dualWrite.pending(KEY)).isTrue();
				}
				finally {
					signal("CONT", processes);
				}
				Awaitility.await()
					.atMost(LONG)
					.until(() -> stores.green("SELECT description FROM green.payments WHERE payment_id = 11")
						.equals(List.of("new")));
			}, "bluegreen.dual-write.retry-for=10m");
		}
	}

	@Test
	void linkThatSwallowsWhatIsSentAndThenIsSlowKeepsTheKeyAndNotTheCaller() throws SQLException, IOException {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES);
				Link link = Link.to(stores.stores().target().url())) {
			stores.service((dualWrite) -> {
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.await(KEY, LONG)).isTrue();
				link.swallow();
				stores.inBlue("UPDATE blue.payments SET description = 'new' WHERE payment_id = 11");
				dualWrite.changed("payments", 11);
				assertThat(dualWrite.pending(KEY)).isTrue();
				link.delay(Duration.ofMillis(20));
				assertThat(dualWrite.await(KEY, LONG)).isTrue();
				assertThat(stores.green("SELECT description FROM green.payments WHERE payment_id = 11"))
					.containsExactly("new");
			}, "bluegreen.dual-write.retry-for=10m", "bluegreen.green.url=" + link.url());
		}
	}

	/** The server's own, and those of its sessions. */
	private static List<String> processes(MigratedStores stores) {
		return Stream
			.concat(stores.greenAsSuperuser("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)").stream(),
					stores.greenAsSuperuser(
							"SELECT pid::text FROM pg_stat_activity WHERE application_name = 'bluegreen dual write'")
						.stream())
			.toList();
	}

	private static void signal(String signal, List<String> processes) {
		try {
			int exit = new ProcessBuilder(Stream.concat(Stream.of("kill", "-" + signal), processes.stream()).toList())
				.inheritIO()
				.start()
				.waitFor();
			assertThat(exit).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
