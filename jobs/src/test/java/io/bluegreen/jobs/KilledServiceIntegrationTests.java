package io.bluegreen.jobs;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import io.bluegreen.testbed.traffic.LibraryDualWrite;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that is killed between its commit in Blue and the apply in Green.
 */
@Tag("slow")
class KilledServiceIntegrationTests {

	@TempDir
	Path directory;

	@Test
	void reconcileBringsWhatItHadNotApplied() throws Exception {
		try (Stores stores = Stores.create(Where.ONE_DATABASE)) {
			stores.inBlue().fill(50);
			Program program = new Program(stores.blue(), stores.green(), this.directory);
			assertThat(program.runAsOwner("migrate").code()).isZero();
			assertThat(program.run("backfill").code()).isZero();
			Process service = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), Service.class.getName(), stores.blue().url())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try (Locks locks = new Locks(stores.green(), "LOCK TABLE green.payments");
					BufferedReader said = service.inputReader()) {
				assertThat(said.readLine()).isEqualTo(Service.COMMITTED);
				locks.awaitWaiter();
				service.destroyForcibly().onExit().join();
			}
			finally {
				service.destroyForcibly();
			}
			assertThat(stores.unequal()).isEqualTo(2);
			assertThat(program.run("reconcile").code()).isZero();
			assertThat(stores.unequal()).isZero();
			assertThat(stores.inGreen().list("SELECT description FROM green.payments WHERE payment_id = 11"))
				.containsExactly(Service.COMMITTED);
		}
	}

	/** What is killed: it writes Blue, and tells the dual write. */
	public static final class Service {

		static final String COMMITTED = "committed";

		private Service() {
		}

		public static void main(String[] urls) throws SQLException, InterruptedException {
			LibraryDualWrite dualWrite = LibraryDualWrite.start(urls[0], urls[0]);
			PGSimpleDataSource blue = new PGSimpleDataSource();
			blue.setURL(urls[0]);
			blue.setUser(LegacyDatabase.APPLICATION);
			blue.setPassword(LegacyDatabase.APPLICATION);
			try (Connection connection = blue.getConnection(); Statement statement = connection.createStatement()) {
				statement
					.execute("UPDATE blue.payments SET description = '%s' WHERE payment_id = 11".formatted(COMMITTED));
			}
			dualWrite.apply("blue.payments", 11);
			System.out.println(COMMITTED);
			new CountDownLatch(1).await();
		}

	}

}
