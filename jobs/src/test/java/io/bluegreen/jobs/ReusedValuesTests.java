package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A unique value goes to a new key, again and again: an account is deleted and registered
 * anew under its old address, in one transaction.
 */
@Tag("slow")
class ReusedValuesTests {

	@TempDir
	Path directory;

	private final CountDownLatch stop = new CountDownLatch(1);

	@EitherTopology
	void backfillAndReconcileKeepPaceWhileTheyMove(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE);
			CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> move(table.stores()));
			for (int i = 0; i < 3; i++) {
				Program.Outcome reconcile = table.program().run("reconcile");
				assertThat(reconcile.code()).as(reconcile.out() + reconcile.err()).isZero();
				Program.Outcome backfill = table.program().run("backfill", "--new");
				assertThat(backfill.code()).as(backfill.out() + backfill.err()).isZero();
			}
			this.stop.countDown();
			assertThat(writer.get(60, TimeUnit.SECONDS)).isPositive();
			table.reconcile();
			table.isEqual();
			assertThat(table.stores().inGreen().number("SELECT count(*) FROM bluegreen.changed_key")).isZero();
		}
	}

	@EitherTopology
	void manyAreBroughtInOnePass(Where where) throws Exception {
		try (UniqueTable table = UniqueTable.create(where, this.directory)) {
			table.green(UniqueTable.UNIQUE);
			table.blue("DELETE FROM old.t WHERE id <= 250",
					"INSERT INTO old.t SELECT 1000 + i, 'v' || i, 1 FROM generate_series(1, 250) i");
			var answer = table.reconcile().json().get("tables").get(0);
			assertThat(answer.get("applied").asLong()).isEqualTo(250);
			assertThat(answer.get("deleted").asLong()).isEqualTo(250);
			table.isEqual();
			assertThat(table.stores().inGreen().number("SELECT last_value FROM bluegreen.pass_seq"))
				.as("the pass of the backfill's closing, and this one, and no other")
				.isEqualTo(3);
		}
	}

	private int move(Stores stores) {
		int moves = 0;
		try (Connection blue = stores.blue().connect(LegacyDatabase.OWNER);
				Statement statement = blue.createStatement()) {
			while (!this.stop.await(40, TimeUnit.MILLISECONDS)) {
				statement.execute("""
						WITH gone AS (DELETE FROM old.t WHERE id = (SELECT min(id) FROM old.t) RETURNING v)
						INSERT INTO old.t SELECT (SELECT max(id) + 1 FROM old.t), v, 1 FROM gone
						""");
				moves++;
			}
			return moves;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
