package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class FrozenTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void sessionFrozenInACopyLosesItsChunkToTheOthers() throws Exception {
		Sql sql = new Sql(this.fresh.database()).fill(500);
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100")
			.setting("statement-timeout: 1s");
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(sql);
		try (Connection frozen = this.fresh.connect(LegacyDatabase.JOBS); var statement = frozen.createStatement()) {
			frozen.setAutoCommit(false);
			statement.execute("""
					SELECT 1 FROM bluegreen.chunk WHERE chunk_id = (SELECT min(chunk_id) FROM bluegreen.chunk)
					FOR NO KEY UPDATE
					""");
			CopyIn copy = frozen.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("COPY green.payments FROM STDIN (FORMAT binary)");
			sql.run("""
					INSERT INTO bluegreen.attempt (chunk_id, pid, backend_start)
					SELECT (SELECT min(chunk_id) FROM bluegreen.chunk), pid, backend_start
					FROM pg_stat_activity WHERE query LIKE 'COPY green.payments%' AND datname = current_database()
					""");
			Program.Outcome outcome = program.run("backfill");
			assertThat(outcome.code()).as(outcome.err()).isZero();
			assertThat(outcome.err()).contains("held chunks of plan", "was ended: true");
			assertThat(sql.unequal()).isZero();
			assertThat(copy.isActive()).isTrue();
		}
	}

}
