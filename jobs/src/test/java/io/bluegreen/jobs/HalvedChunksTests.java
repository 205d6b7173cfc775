package io.bluegreen.jobs;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chunks that cannot be read within the limit of a transaction on Blue, which is shorter
 * where statements have less.
 */
@Tag("slow")
class HalvedChunksTests {

	@TempDir
	Path directory;

	/** Runs a command whose chunks are read slowly, and nothing before them. */
	private static Program.Outcome slowly(SlowTable table, double seconds, int from, int to, String... command)
			throws Exception {
		try (Locks chunks = new Locks(table.stores().green(), "LOCK TABLE bluegreen.plan IN ACCESS EXCLUSIVE MODE")) {
			Running running = Running.start(table.program(), command);
			chunks.awaitWaiter();
			table.readSlowly(seconds, from, to);
			chunks.rollback();
			return running.end();
		}
	}

	@Test
	void chunkThatTakesTooLongIsHalvedUntilItDoesNot() throws Exception {
		try (SlowTable table = SlowTable.create(this.directory, 40, 1, 10)) {
			table.program().setting("statement-timeout: 1s");
			table.succeeds(slowly(table, 0.15, 11, 20, "backfill"));
			assertThat(table.stores().inGreen().number("SELECT count(*) FROM bluegreen.chunk")).isEqualTo(6);
			assertThat(table.stores().inGreen().number("SELECT count(*) FROM bluegreen.chunk WHERE state <> 'done'"))
				.isZero();
			table.isCovered();
			table.isEqualBut();
			table.succeeds(slowly(table, 0.15, 11, 20, "verify"));
			assertThat(table.stores().inGreen().number("SELECT sum(scanned) FROM bluegreen.chunk WHERE plan_id = 2"))
				.isEqualTo(40);
			table.isCovered();
		}
	}

	@Test
	void rowThatCannotBeReadInTimeIsSetAsideAndNamed() throws Exception {
		try (SlowTable table = SlowTable.create(this.directory, 10, 1, 4)) {
			table.program().setting("statement-timeout: 1s");
			Program.Outcome outcome = slowly(table, 3, 6, 6, "backfill");
			assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
			assertThat(table.stores().inGreen().list("SELECT error FROM bluegreen.chunk WHERE state <> 'done'"))
				.singleElement()
				.asString()
				.contains("its only row is id = 6");
			table.isCovered();
			table.isEqualBut(6);
		}
	}

}
