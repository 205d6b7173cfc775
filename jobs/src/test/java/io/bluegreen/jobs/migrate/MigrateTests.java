package io.bluegreen.jobs.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MigrateTests {

	private static final String COLUMNS = """
			SELECT attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull FROM pg_attribute
			WHERE attrelid = 'blue.payments'::regclass AND attnum > 0 ORDER BY attnum
			""";

	private static final String QUEUED_DDL = """
			SELECT count(*) FROM pg_locks
			WHERE relation = 'blue.payments'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Program program;

	private Sql sql;

	private final AtomicInteger written = new AtomicInteger();

	@BeforeEach
	void configure() {
		this.program = new Program(this.fresh.database(), this.directory);
		this.sql = new Sql(this.fresh.database());
	}

	@ParameterizedTest
	@CsvSource({ "bluegreen, control_history", "bluegreen_track, tracking_history" })
	void olderProgramIsRefusedOnceANewerOneHasMigrated(String schema, String history) throws Exception {
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		this.sql
			.run("""
					INSERT INTO %s.%s (installed_rank, version, description, type, script, installed_by, execution_time, success)
					VALUES (9000, '9000', 'later', 'SQL', 'V9000__later.sql', 'somebody', 1, true)
					"""
				.formatted(schema, history));
		Program.Outcome outcome = this.program.runAsOwner("migrate");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("older than schema " + schema, "9000", "a newer one");
	}

	@Test
	void legacyColumnsStayAsTheyAreAndTheSecondRunHasNothingToDo() throws Exception {
		List<@Nullable String> before = this.sql.list(COLUMNS);
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		List<@Nullable String> after = this.sql.list(COLUMNS);
		assertThat(after.subList(0, before.size())).isEqualTo(before);
		assertThat(after.subList(before.size(), after.size())).containsExactly("metadata_json jsonb false",
				"row_version bigint true");
		assertThat(this.program.runAsOwner("migrate").out()).contains("nothing to do");
	}

	@Test
	void historyOfTheApplicationsOwnMigrationsIsLeftAlone() throws Exception {
		this.sql.run("CREATE TABLE blue.flyway_schema_history (installed_rank int PRIMARY KEY, version text)",
				"INSERT INTO blue.flyway_schema_history VALUES (1, '42')");
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		assertThat(this.sql.list("SELECT version FROM blue.flyway_schema_history")).containsExactly("42");
	}

	@Test
	void dryRunSaysWhatWouldRunAndRunsNothing() throws Exception {
		Set<String> before = UserCatalog.of(this.sql);
		Program.Outcome dry = this.program.runAsOwner("migrate", "--dry-run");
		assertThat(dry.code()).as(dry.err()).isZero();
		assertThat(dry.out()).contains("would run: Blue: 1 registry", "would run: Blue: 2 track payments",
				"would run: Green: change log of green.payments");
		assertThat(UserCatalog.of(this.sql)).isEqualTo(before);
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		assertThat(this.program.runAsOwner("migrate", "--dry-run").out()).isEqualToIgnoringNewLines("nothing to do");
		assertThat(this.program.runAsOwner("migrate", "--dry-run", "--phase=post-data").out())
			.contains("would run: Green: 1");
	}

	@Test
	void writersGoOnThoughALongReaderIsInTheWay() throws Exception {
		this.sql.fill(1000);
		AtomicBoolean stop = new AtomicBoolean();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(stop));
		try (Connection reader = this.fresh.connect(LegacyDatabase.APPLICATION);
				Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SELECT count(*) FROM blue.payments");
			CompletableFuture<Program.Outcome> migrate = CompletableFuture.supplyAsync(() -> {
				try {
					return this.program.runAsOwner("migrate");
				}
				catch (java.io.IOException ex) {
					throw new java.io.UncheckedIOException(ex);
				}
			});
			for (int attempt = 0; attempt < 3; attempt++) {
				awaitThatDdlQueuesAndGivesUpItsPlace();
			}
			assertThat(migrate).isNotDone();
			reader.commit();
			assertThat(migrate.get().code()).isZero();
			assertThat(migrate.get().err()).contains("trying again so that nobody has to wait behind us");
		}
		stop.set(true);
		writer.get();
		assertThat(this.sql.list(COLUMNS)).contains("metadata_json jsonb false");
	}

	/**
	 * One statement of the writer may have been under way before DDL queued. The next one
	 * waits behind DDL, and ends only once that is gone.
	 */
	private void awaitThatDdlQueuesAndGivesUpItsPlace() {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.sql.number(QUEUED_DDL) == 1);
		int before = this.written.get();
		await().atMost(Duration.ofSeconds(30)).until(() -> this.written.get() > before + 1);
	}

	private void write(AtomicBoolean stop) {
		try (Connection connection = this.fresh.connect(LegacyDatabase.APPLICATION);
				Statement statement = connection.createStatement()) {
			while (!stop.get()) {
				statement.execute("UPDATE blue.payments SET description = 'written' WHERE payment_id = 100");
				this.written.incrementAndGet();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void postDataBuildsIndexesAndForeignKeysOnce() throws Exception {
		this.sql.fill(1000);
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		assertThat(this.program.run("backfill").code()).isZero();
		assertThat(this.program.runAsOwner("migrate", "--phase=post-data").code()).isZero();
		assertThat(this.sql.list("SELECT indexname FROM pg_indexes WHERE schemaname = 'green'"))
			.contains("payments_created_at", "payments_merchant_reference");
		assertThat(this.sql.list("SELECT convalidated FROM pg_constraint WHERE conname = 'payment_events_payment_fk'"))
			.containsExactly("t");
		assertThat(this.program.runAsOwner("migrate", "--phase=post-data").out()).contains("nothing to do");
		assertThat(this.program.run("verify").code()).isZero();
	}

	@Test
	void indexThatWasLeftInvalidIsBuiltAgain() throws Exception {
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		this.sql.run("CREATE INDEX payments_created_at ON green.payments (created_at)",
				"ALTER TABLE green.payments OWNER TO " + LegacyDatabase.OWNER,
				"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'green.payments_created_at'::regclass");
		assertThat(this.program.runAsOwner("migrate", "--phase=post-data").code()).isZero();
		assertThat(this.sql.list("""
				SELECT indisvalid FROM pg_index WHERE indexrelid = 'green.payments_created_at'::regclass
				""")).containsExactly("t");
	}

	@Test
	void anyTableIsTrackedAndUntrackedAgain() throws Exception {
		this.sql.run("CREATE SCHEMA \"Shop\" AUTHORIZATION " + LegacyDatabase.OWNER, "SET ROLE " + LegacyDatabase.OWNER,
				"CREATE TABLE \"Shop\".\"Order\" (\"Id\" uuid PRIMARY KEY, note text)");
		Program.Outcome dry = this.program.runAsOwner("track", "\"Shop\".\"Order\"", "--dry-run");
		assertThat(dry.code()).isZero();
		assertThat(this.sql.list("SELECT to_regclass('bluegreen_track.tracked')::text")).containsOnlyNulls();
		assertThat(this.program.runAsOwner("track", "\"Shop\".\"Order\"").code()).isZero();
		this.sql.run("INSERT INTO \"Shop\".\"Order\" VALUES (gen_random_uuid(), 'x')");
		assertThat(this.sql.number("SELECT row_version FROM \"Shop\".\"Order\"")).isPositive();
		Program.Outcome undo = this.program.runAsOwner("track", "--undo", "\"Shop\".\"Order\"");
		assertThat(undo.code()).isEqualTo(2);
		assertThat(undo.err()).contains("\"Shop\".\"Order\" loses its triggers, its change log", "--yes");
		assertThat(this.sql.number("SELECT count(row_version) FROM \"Shop\".\"Order\"")).isEqualTo(1);
		assertThat(this.program.runAsOwner("track", "--undo", "--yes", "\"Shop\".\"Order\"").code()).isZero();
		assertThat(this.sql.list("""
				SELECT attname FROM pg_attribute
				WHERE attrelid = '"Shop"."Order"'::regclass AND attnum > 0 AND NOT attisdropped
				""")).containsExactly("Id", "note");
	}

	@Test
	void tableWithoutKeyIsNotTracked() throws Exception {
		this.sql.run("SET ROLE " + LegacyDatabase.OWNER, "CREATE TABLE blue.heap (id int, x text)");
		Program.Outcome outcome = this.program.runAsOwner("track", "blue.heap");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("blue.heap", "primary key").doesNotContain("Exception");
	}

	@Test
	void whatANewColumnCanBreakWantsAYes() throws Exception {
		this.sql.run("SET ROLE " + LegacyDatabase.OWNER, "CREATE TABLE blue.orders (id int PRIMARY KEY)", "RESET ROLE",
				"CREATE PUBLICATION everything FOR TABLE blue.orders");
		Program.Outcome dry = this.program.runAsOwner("track", "blue.orders", "--dry-run");
		assertThat(dry.out()).as(dry.err())
			.contains("publication everything", "ALTER TABLE blue.orders ADD COLUMN row_version bigint",
					"CREATE TABLE bluegreen_track.log_blue_orders", "CREATE TRIGGER zz_bluegreen_version");
		assertThat(dry.err()).contains("COPY of the table without a list of columns");
		Program.Outcome outcome = this.program.runAsOwner("track", "blue.orders");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("publication everything", "--yes", "a prepared SELECT *");
		assertThat(this.sql.list("SELECT to_regnamespace('bluegreen_track')::text")).containsOnlyNulls();
		Program.Outcome agreed = this.program.runAsOwner("track", "blue.orders", "--yes");
		assertThat(agreed.code()).isZero();
		assertThat(agreed.err()).contains("a prepared SELECT *");
		assertThat(this.program.runAsOwner("track", "blue.orders", "--dry-run").out())
			.contains("blue.orders is tracked already");
	}

	@Test
	void trackingThatAnOpenBackfillNeedsIsNotUndone() throws Exception {
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
		this.sql.run(
				"INSERT INTO bluegreen.plan (kind, table_name, mapping_hash, chunk_rows) VALUES ('backfill', 'payments', 'x', 1)");
		Program.Outcome refused = this.program.runAsOwner("track", "--undo", "--yes", "blue.payments");
		assertThat(refused.code()).isEqualTo(2);
		assertThat(refused.err()).contains("the backfill of payments is not complete", "bluegreen.tables");
		assertThat(this.sql.list("SELECT relation::text FROM bluegreen_track.tracked")).contains("blue.payments");
		assertThat(this.program.runAsOwner("track", "--undo", "--yes", "blue.payment_events").code()).isZero();
		this.sql.run("DROP SCHEMA bluegreen CASCADE");
		assertThat(this.program.runAsOwner("track", "--undo", "--yes", "blue.payments").code())
			.as("without a control schema")
			.isZero();
	}

	@Test
	void aPolicyThatRefusesOurDdlSpeaksForItself() throws Exception {
		this.sql.run(
				"""
						CREATE FUNCTION blue.policy() RETURNS event_trigger LANGUAGE plpgsql AS $$
						DECLARE r record;
						BEGIN
						    FOR r IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
						        IF r.object_identity LIKE current_setting('test.refused') THEN
						            RAISE EXCEPTION 'policy: % is not allowed', r.object_identity USING HINT = 'ask the architects';
						        END IF;
						    END LOOP;
						END $$
						""",
				"CREATE EVENT TRIGGER policy ON ddl_command_end EXECUTE FUNCTION blue.policy()");
		this.sql.run("SET ROLE " + LegacyDatabase.OWNER, "SET test.refused = ''",
				"CREATE TABLE blue.orders (id int PRIMARY KEY)");
		for (String refused : List.of("bluegreen_track", "bluegreen_track.tracking_history", "bluegreen_track.tracked",
				"blue.orders")) {
			refuse(refused);
			Program.Outcome outcome = this.program.runAsOwner("track", "blue.orders");
			assertThat(outcome.code()).as(refused + outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains("policy: " + refused + " is not allowed", "blue.policy()",
					"ask the architects");
		}
		for (String refused : List.of("bluegreen", "bluegreen.chunk", "bluegreen_track.log_green_payments")) {
			refuse(refused);
			Program.Outcome outcome = this.program.runAsOwner("migrate");
			assertThat(outcome.code()).as(refused + outcome.err()).isEqualTo(2);
			assertThat(outcome.err()).contains("policy: " + refused + " is not allowed", "ask the architects");
		}
		refuse("");
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
	}

	private void refuse(String object) throws SQLException {
		this.sql
			.run("""
					DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I SET test.refused = %%L', current_database(), '%s'); END $$
					"""
				.formatted(object));
	}

	@Test
	void wrongSqlInAMigrationIsNamedByFileAndLine() throws Exception {
		Path folder = Files.createDirectory(this.directory.resolve("green"));
		Files.writeString(folder.resolve("V1__store.sql"), """
				CREATE SCHEMA store;

				CREATE TABLE store.orders (
				    id bigint PRIMARY KEY,
				    amount numrric(12, 2)
				);
				""");
		this.program.setting("migrations: {blue: none, green: 'filesystem:%s'}".formatted(folder)).tables("    {}");
		Program.Outcome wrong = this.program.runAsOwner("migrate");
		assertThat(wrong.code()).as(wrong.err()).isEqualTo(2);
		assertThat(wrong.err()).contains("V1__store.sql line 5: type \"numrric\" does not exist")
			.doesNotContain("Exception", "resumes");
		Files.writeString(folder.resolve("V1__store.sql"), "SELECT 'a secret'::int");
		Program.Outcome data = this.program.runAsOwner("migrate");
		assertThat(data.code()).isEqualTo(2);
		assertThat(data.err()).contains("V1__store.sql line 1: invalid text for the type").doesNotContain("secret");
	}

	@Test
	void aFolderOfMigrationsThatIsNotThereIsNamed() throws Exception {
		this.program.setting("migrations: {blue: none, green: 'filesystem:nowhere/at-all'}").tables("    {}");
		Program.Outcome outcome = this.program.runAsOwner("migrate");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
		assertThat(outcome.err()).contains("nowhere/at-all", "bluegreen.migrations").doesNotContain("Exception");
	}

	@Test
	void aTableOfSomebodyElseIsNotTracked() throws Exception {
		this.sql.run("CREATE TABLE blue.theirs (id int PRIMARY KEY)");
		Program.Outcome outcome = this.program.runAsOwner("track", "blue.theirs");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("tracking of blue.theirs: permission denied for table theirs", "owner");
	}

}
