package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkRowsTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private Sql sql;

	private Program program;

	@BeforeEach
	void createTables() throws Exception {
		this.sql = new Sql(this.fresh.database());
		this.sql.run("SET ROLE legacy_owner", "CREATE SCHEMA old", "CREATE SCHEMA new",
				"CREATE TABLE old.narrow (id int PRIMARY KEY, n int)",
				"CREATE TABLE old.wide (id int PRIMARY KEY, t text)",
				"ALTER TABLE old.wide ALTER t SET STORAGE EXTERNAL",
				"INSERT INTO old.narrow SELECT i, i FROM generate_series(1, 30000) i",
				"INSERT INTO old.wide SELECT i, repeat('x', 20000) FROM generate_series(1, 1000) i");
		this.program = new Program(this.fresh.database(), this.directory)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables("""
					    narrow: {from: old.narrow, to: new.narrow, version: row_version}
					    wide: {from: old.wide, to: new.wide, version: row_version}
					""");
		assertThat(this.program.runAsOwner("track", "old.narrow", "old.wide").code()).isZero();
		this.sql.run("SET ROLE legacy_owner", "CREATE TABLE new.narrow (LIKE old.narrow INCLUDING ALL)",
				"CREATE TABLE new.wide (LIKE old.wide INCLUDING ALL)");
		assertThat(this.program.runAsOwner("migrate").code()).isZero();
	}

	@Test
	void wideRowsMakeSmallerChunks() throws Exception {
		assertThat(this.program.run("backfill").code()).isZero();
		assertThat(this.program.run("verify").code()).isZero();
		assertThat(chunkRows("narrow")).containsExactly("25000", "25000");
		assertThat(chunkRows("wide")).allSatisfy((rows) -> assertThat(rows).matches("4[0-9][0-9]"));
		assertThat(chunks("wide")).isEqualTo(2 * 3);
	}

	@Test
	void rateMakesSmallerChunks() throws Exception {
		assertThat(this.program.run("backfill", "--max-rows-per-second=50000").code()).isZero();
		assertThat(chunkRows("narrow")).containsExactly("5000");
		assertThat(chunkRows("wide").get(0)).matches("4[0-9][0-9]");
	}

	@Test
	void whatTheUserSaysGoesFirst() throws Exception {
		assertThat(this.program.run("backfill", "--chunk-rows=110", "--max-rows-per-second=100000").code()).isZero();
		assertThat(chunkRows("wide")).containsExactly("110");
	}

	private List<@Nullable String> chunkRows(String table) throws Exception {
		return this.sql.list("SELECT chunk_rows::text FROM bluegreen.plan WHERE table_name = '%s' ORDER BY plan_id"
			.formatted(table));
	}

	private long chunks(String table) throws Exception {
		return this.sql
			.number("SELECT count(*) FROM bluegreen.chunk JOIN bluegreen.plan USING (plan_id) WHERE table_name = '%s'"
				.formatted(table));
	}

}
