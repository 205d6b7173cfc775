package io.bluegreen.jobs;

import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blue's server forgets what it had committed, and gives the same transaction numbers to
 * what is written next, while Green remembers.
 */
@Tag("slow")
class LostCommitsIntegrationTests {

	/** What a clone has in common with its original. */
	private static final String IDENTITY = """
			SELECT concat_ws(' ', system_identifier, oid, datname)
			FROM pg_control_system(), pg_database WHERE datname = current_database()
			""";

	@RegisterExtension
	final FreshDatabase green = new FreshDatabase(LegacyDatabase::createEmpty);

	@TempDir
	Path directory;

	private Stores stores(OwnServer server) throws Exception {
		Stores stores = new Stores(LegacyDatabase.create(server.postgres()), this.green.database());
		// It would take transaction numbers, and make what others wrote last.
		stores.inBlue().run("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()");
		stores.inBlue().fill(500);
		return stores;
	}

	private Program backfilled(Stores stores) throws Exception {
		Program program = new Program(stores.blue(), stores.green(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		return program;
	}

	/** Each in a transaction of its own. */
	private static void insert(Stores stores, int... keys) throws Exception {
		stores.inBlue().asApplication(IntStream.of(keys).mapToObj("""
				INSERT INTO blue.payments (payment_id, amount, currency, status, created_at)
				VALUES (%d, 1, 'EUR', 'PENDING', now())
				"""::formatted).toArray(String[]::new));
	}

	private static void differs(Program program, int mismatched, int missing, int extra) throws Exception {
		Program.Outcome verify = program.run("verify", "--output=json");
		assertThat(verify.code()).as(verify.out() + verify.err()).isEqualTo(3);
		JsonNode payments = verify.json().get("tables").get(0);
		assertThat(payments.get("mismatched").asInt()).isEqualTo(mismatched);
		assertThat(payments.get("missing").asInt()).isEqualTo(missing);
		assertThat(payments.get("extra").asInt()).isEqualTo(extra);
	}

	private static void succeeds(Program program, String... command) throws Exception {
		Program.Outcome outcome = program.run(command);
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	/** Whether what was written last has a number that the position counts as seen. */
	private static boolean newestIsBelowThePosition(Stores stores) throws Exception {
		long newest = stores.inBlue()
			.number("SELECT xid FROM bluegreen_track.log_blue_payments ORDER BY xid DESC LIMIT 1");
		return newest < stores.inGreen().number("""
				SELECT pg_snapshot_xmin((position ->> 'snapshot')::pg_snapshot) FROM bluegreen.log_position
				WHERE table_name = 'payments'
				""");
	}

	@Test
	void failoverThatLostCommitsEndsTheChainUntilANewPlan() throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Stores stores = stores(server);
			Program program = backfilled(stores);
			Path copy = this.directory.resolve("copy");
			server.stop("fast");
			server.copyTo(copy);
			server.restart("fast");
			insert(stores, 9001, 9002, 9003);
			stores.inBlue()
				.asApplication("UPDATE blue.payments SET description = 'lost' WHERE payment_id = 11",
						"DELETE FROM blue.payments WHERE payment_id = 12");
			succeeds(program, "reconcile");
			succeeds(program, "verify");
			assertThat(stores.unequal()).isZero();

			server.stop("immediate");
			server.startAsStandby(copy);
			for (String command : new String[] { "reconcile", "verify", "backfill" }) {
				Program.Outcome standby = program.run(command);
				assertThat(standby.code()).as(standby.out() + standby.err()).isEqualTo(2);
				assertThat(standby.err()).contains("Blue is a standby", "connect to the primary")
					.doesNotContain("Exception");
			}

			assertThat(stores.inBlue().list("SELECT pg_promote()")).containsExactly("t");
			insert(stores, 9004, 9005, 9006);
			assertThat(newestIsBelowThePosition(stores)).isTrue();
			Program.Outcome since = program.run("verify", "--since=last");
			assertThat(since.code()).as(since.out() + since.err()).isEqualTo(4);
			assertThat(since.out()).contains("payments: INCOMPLETE", "a failover may have lost commits",
					"`bluegreen verify payments` compares all rows");
			Program.Outcome broken = program.run("reconcile");
			assertThat(broken.code()).as(broken.out() + broken.err()).isEqualTo(4);
			assertThat(broken.out()).contains("payments: no pass can go on", "a failover may have lost commits",
					"backfill payments --new", "backfill payment_events --new");
			differs(program, 1, 4, 3);

			succeeds(program, "backfill", "--new");
			differs(program, 1, 0, 3);
			assertThat(program.run("differences").out().lines().skip(1)).hasSize(4)
				.allMatch((line) -> line.matches(".*\\b(11|900[123])\\b.*"));
			stores.inGreen().run("DELETE FROM green.payments WHERE payment_id IN (9001, 9002, 9003, 11)");
			succeeds(program, "backfill", "--new");
			insert(stores, 9007);
			succeeds(program, "reconcile");
			succeeds(program, "verify");
			assertThat(stores.unequal()).isZero();
		}
	}

	@Test
	void copyThatWasWrittenOnPastThePositionEndsTheChain() throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Stores stores = stores(server);
			Program program = backfilled(stores);
			Path copy = this.directory.resolve("copy");
			server.stop("fast");
			server.copyTo(copy);
			server.restart("fast");
			insert(stores, 9001, 9002, 9003);
			succeeds(program, "reconcile");

			server.stop("fast");
			server.startFrom(copy);
			insert(stores, IntStream.range(9004, 9104).toArray());
			stores.inBlue().run("SELECT pg_switch_wal()", "SELECT pg_logical_emit_message(true, 'x', 'y')");
			assertThat(newestIsBelowThePosition(stores)).as("all numbers are past those of the position").isFalse();
			assertThat(program.run("status").out()).contains("restored from an earlier copy",
					"backfill payments --new");
			Program.Outcome backfill = program.run("backfill");
			assertThat(backfill.code()).as(backfill.out() + backfill.err()).isEqualTo(4);
			assertThat(backfill.out()).contains("INCOMPLETE", "restored from an earlier copy");
			assertThat(backfill.out() + backfill.err()).contains("payments payment_events --new");
			Program.Outcome broken = program.run("reconcile");
			assertThat(broken.code()).as(broken.out() + broken.err()).isEqualTo(4);
			assertThat(broken.out()).contains("payments: no pass can go on", "restored from an earlier copy");
			succeeds(program, "backfill", "--new");
			differs(program, 0, 0, 3);
		}
	}

	@Test
	void copyThatRunsBesideItsOriginalIsNotTakenForIt() throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Database original = LegacyDatabase.create(server.postgres());
			Stores one = new Stores(original, original);
			one.inBlue().fill(200);
			backfilled(one);
			Path files = this.directory.resolve("copy");
			server.stop("fast");
			server.copyTo(files);
			server.restart("fast");
			try (OwnServer copy = server.startBeside(files)) {
				Stores two = new Stores(original, new Database(copy.postgres(), original.name()));
				assertThat(two.inBlue().list(IDENTITY)).isEqualTo(two.inGreen().list(IDENTITY));
				// What migrate grants where there are two.
				two.inGreen().run("GRANT TEMPORARY ON DATABASE %s TO bluegreen_jobs".formatted(original.name()));
				insert(two, 9001);
				succeeds(new Program(two.blue(), two.green(), this.directory), "reconcile");
				assertThat(two.unequal()).isZero();
			}
		}
	}

	@Test
	void whatAPlanOrAVerdictHasSeenIsOnDiskBeforeItIsStored() throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Database database = LegacyDatabase.create(server.postgres());
			Stores stores = new Stores(database, database);
			stores.inBlue().fill(500);
			Program program = new Program(database, this.directory);
			assertThat(program.runAsOwner("migrate").code()).isZero();
			stores.inBlue()
				.run("ALTER DATABASE %s SET synchronous_commit = off".formatted(database.name()),
						"ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()",
						"CREATE TABLE public.seen (what text, flushed boolean)",
						"GRANT USAGE ON SCHEMA public TO bluegreen_jobs",
						"GRANT INSERT ON public.seen TO bluegreen_jobs",
						"""
								CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$
								BEGIN
								    INSERT INTO public.seen VALUES (tg_table_name,
								        pg_current_wal_flush_lsn() >= (to_jsonb(new) #>> ARRAY[tg_argv[0], 'lsn'])::pg_lsn);
								    RETURN new;
								END $$
								""",
						"CREATE TRIGGER look BEFORE INSERT OR UPDATE OF position ON bluegreen.log_position FOR EACH ROW EXECUTE FUNCTION public.look('position')",
						"CREATE TRIGGER look BEFORE INSERT ON bluegreen.verdict FOR EACH ROW EXECUTE FUNCTION public.look('blue')");
			for (String command : new String[] { "backfill", "verify", "reconcile" }) {
				stores.inBlue().run("SELECT pg_logical_emit_message(true, 'somebody', 'commits')");
				succeeds(program, command);
			}
			assertThat(stores.inBlue().list("SELECT DISTINCT what || ' ' || flushed FROM public.seen ORDER BY 1"))
				.containsExactly("log_position true", "verdict true");
		}
	}

	@Test
	void crashThatLostCommitsHidesNeitherThemNorWhatTookTheirNumbers() throws Exception {
		try (OwnServer server = OwnServer.start()) {
			Stores stores = stores(server);
			Program program = backfilled(stores);
			stores.inBlue()
				.run("ALTER DATABASE %s SET synchronous_commit = off".formatted(stores.blue().name()),
						"ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()");
			insert(stores, 9001, 9002, 9003);
			succeeds(program, "reconcile");
			LegacyMappings dualWrite = LegacyMappings.read(stores.blue().as(LegacyDatabase.JOBS),
					stores.green().as(LegacyDatabase.JOBS));
			insert(stores, 9004, 9005, 9006);
			stores.inBlue().asApplication("UPDATE blue.payments SET description = 'lost' WHERE payment_id = 11");
			dualWrite.apply("blue.payments", 9004);
			dualWrite.apply("blue.payments", 11);

			server.crash();
			assertThat(stores.inBlue().number("SELECT count(*) FROM blue.payments WHERE payment_id > 9000"))
				.as("what the position counts as seen is there, what came later is lost")
				.isEqualTo(3);
			insert(stores, 9007, 9008, 9009);
			succeeds(program, "reconcile");
			differs(program, 1, 0, 1);
			assertThat(program.run("differences").out().lines().skip(1)).hasSize(2)
				.allMatch((line) -> line.matches(".*\\b(11|9004)\\b.*"));
		}
	}

}
