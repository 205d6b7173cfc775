package io.bluegreen.jobs.migrate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

class UninstallTests {

	/**
	 * What the example's own migrations have made, and the versions that its views read.
	 */
	private static final String STAYS = "(?s).*(payments_as_green|payment_events_as_green|blue\\.attributes_as_jsonb"
			+ "|blue\\.idempotency_keys|blue\\.payment_ids|column blue\\.payments metadata_json|column blue\\.\\w+ row_version"
			+ "|constraint blue\\.\\w+ \\w+ NOT NULL row_version|(schema|relation|column|constraint|type) (bluegreen_)?green\\b).*";

	private static final String ROWS = "SELECT md5(string_agg(r::text, ',' ORDER BY r::text)) FROM %s r";

	@TempDir
	Path directory;

	@EitherTopology
	void bothDatabasesAreAsBeforeButForWhatItSaysStays(Where where) throws Exception {
		try (Stores stores = Stores.create(where)) {
			Sql blue = stores.inBlue().fill(500);
			Sql green = stores.inGreen();
			blue.run("SET ROLE " + LegacyDatabase.OWNER, "CREATE TABLE blue.orders (id int PRIMARY KEY, note text)");
			Set<String> blueBefore = UserCatalog.of(blue);
			Set<String> greenBefore = UserCatalog.of(green);
			Program program = new Program(stores.blue(), stores.green(), this.directory);
			ok(program.runAsOwner("track", "blue.orders"));
			copied(program);
			ok(program.runAsOwner("migrate", "--phase=post-data"));
			List<@Nullable String> rows = green.list(ROWS.formatted("green.payments"));
			List<@Nullable String> source = blue.list(ROWS.formatted("blue.payments"));

			Program.Outcome uninstall = program.runAsOwner("uninstall");
			ok(uninstall);
			assertThat(uninstall.err()).contains("goes: Green: schema bluegreen, with its tables", "changed_key",
					"stays: Green: green.payments with all its rows");
			assertThat(uninstall.out()).contains("blue.orders is no longer tracked", "schema bluegreen is gone",
					"stays: Green: green.payments with all its rows", "3 payments as green", "column row_version of");
			left(blueBefore, UserCatalog.of(blue));
			left(greenBefore, UserCatalog.of(green));
			assertThat(green.list(ROWS.formatted("green.payments"))).isEqualTo(rows);
			assertThat(blue.list(ROWS.formatted("blue.payments"))).isEqualTo(source);
			assertThat(program.runAsOwner("uninstall").out()).contains("nothing to do");

			blue.asApplication("UPDATE blue.payments SET amount = amount + 1 WHERE payment_id % 3 = 0");
			copied(program);
			ok(program.runAsOwner("migrate", "--phase=post-data"));
			ok(program.run("verify"));
		}
	}

	private static void left(Set<String> before, Set<String> after) {
		assertThat(UserCatalog.less(before, after)).as("gone").isEmpty();
		Set<String> more = new TreeSet<>(UserCatalog.less(after, before));
		more.removeIf((line) -> line.matches(STAYS));
		assertThat(more).as("left behind").isEmpty();
	}

	private static void copied(Program program) throws Exception {
		ok(program.runAsOwner("migrate"));
		ok(program.run("backfill"));
		ok(program.run("verify"));
	}

	private static void ok(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	@Test
	void itTakesNothingAwayThatSomebodyNeeds() throws Exception {
		try (Stores stores = Stores.create(Where.ONE_DATABASE)) {
			Sql sql = stores.inBlue();
			Program program = new Program(stores.blue(), stores.green(), this.directory);
			ok(program.runAsOwner("migrate"));
			Set<String> before = UserCatalog.of(sql);
			Program.Outcome dry = program.runAsOwner("uninstall", "--dry-run");
			ok(dry);
			assertThat(dry.out()).contains("would go: Blue: the right of bluegreen_jobs to SELECT ON blue.payments");
			refused(program, sql, 2, "the backfill of payments is not complete",
					"INSERT INTO bluegreen.plan (kind, table_name, mapping_hash, chunk_rows) VALUES ('backfill', 'payments', 'x', 1)",
					"DELETE FROM bluegreen.plan");
			refused(program, sql, 2, "Green has authority", "UPDATE bluegreen.authority SET side = 'green'",
					"UPDATE bluegreen.authority SET side = 'blue'");
			refused(program, sql, 2, "another Green reads the change logs of blue.payments",
					"INSERT INTO bluegreen_track.token (relation, consumer, needed_from, running) "
							+ "VALUES ('blue.payments'::regclass, 'another', '1', false)",
					"DELETE FROM bluegreen_track.token");
			refused(program, sql, 2, "view blue.changes",
					"CREATE VIEW blue.changes AS SELECT * FROM bluegreen_track.log_blue_payments",
					"DROP VIEW blue.changes");
			try (Connection worker = stores.green().connect(); Statement statement = worker.createStatement()) {
				statement.execute("SELECT pg_advisory_lock(1650946052, 77)");
				refused(program, sql, 75, "other processes are at work: pid", "SELECT 1", "SELECT 1");
				statement.execute("SELECT pg_advisory_unlock_all(), pg_advisory_lock_shared(1650946661, 1)");
				refused(program, sql, 75, "rows are being applied to Green: pid", "SELECT 1", "SELECT 1");
			}
			assertThat(UserCatalog.of(sql)).isEqualTo(before);
			ok(program.runAsOwner("uninstall"));
		}
	}

	private static void refused(Program program, Sql sql, int code, String why, String begin, String end)
			throws Exception {
		sql.run(begin);
		Program.Outcome outcome = program.runAsOwner("uninstall");
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(code);
		assertThat(outcome.err()).contains(why);
		sql.run(end);
	}

}
