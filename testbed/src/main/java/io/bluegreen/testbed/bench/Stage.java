package io.bluegreen.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

import javax.sql.DataSource;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.legacy.LegacyPayments;
import io.bluegreen.testbed.postgres.Database;
import io.bluegreen.testbed.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A database with legacy payments and an empty Green, where all contenders find the same.
 */
final class Stage implements AutoCloseable {

	private final Database database;

	private final Path directory;

	private final Program program;

	private final JdbcClient superuser;

	private final long rows;

	private Stage(Database database, Path directory, Program program, long rows) {
		this.database = database;
		this.directory = directory;
		this.program = program;
		this.superuser = JdbcClient.create(database.as(database.server().superuser()));
		this.rows = rows;
	}

	static Stage build(PostgresServer server, Path launcher, long rows)
			throws SQLException, IOException, InterruptedException {
		Database database = LegacyDatabase.create(server);
		Path directory = Files.createTempDirectory("bluegreen-bench");
		Stage stage = new Stage(database, directory, new Program(launcher, directory, database), rows);
		try {
			stage.fill();
			return stage;
		}
		catch (SQLException | IOException | InterruptedException | RuntimeException ex) {
			stage.close();
			throw ex;
		}
	}

	private void fill() throws SQLException, IOException, InterruptedException {
		Log.machine(this.superuser.sql(Sql.named("machine.sql")).query(String.class).single());
		long begin = System.nanoTime();
		try (Connection owner = this.database.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, this.rows, 1, false);
		}
		this.program.run(LegacyDatabase.OWNER, "migrate");
		// It would come by in the middle of whichever contender it likes.
		execute("ALTER TABLE green.payments SET (autovacuum_enabled = false)");
		execute("VACUUM (ANALYZE) blue.payments");
		Log.done("legacy payments", (System.nanoTime() - begin) / 1e9);
	}

	/** Empties Green, and writes out what earlier contenders left to be written. */
	void empty() {
		execute(Sql.named("empty.sql"));
		execute("CHECKPOINT");
	}

	/** Refuses to go on if Green lacks a row. */
	void requireFull() {
		long found = this.superuser.sql("SELECT count(*) FROM green.payments").query(Long.class).single();
		if (found != this.rows) {
			throw new IllegalStateException(
					"Green has %d of %d payments: no figure would mean anything".formatted(found, this.rows));
		}
	}

	/** Leaves Green as a backfill does, and nothing for its first reader to clean up. */
	void settle() {
		execute(Sql.named("resume-log.sql"));
		execute("VACUUM (ANALYZE) green.payments");
	}

	/** Runs a statement of the superuser. */
	void execute(String statement) {
		this.superuser.sql(statement).update();
	}

	Database database() {
		return this.database;
	}

	Program program() {
		return this.program;
	}

	long rows() {
		return this.rows;
	}

	/** Connections of the role that the jobs run as, not pooled. */
	DataSource jobs() {
		return this.database.as(LegacyDatabase.JOBS);
	}

	/** The mapping of payments, as {@code bluegreen.yml} has it. */
	static Mapping mapping(DataSource database) {
		JdbcClient client = JdbcClient.create(database);
		return new MappingReader(client, client).read(new MappingSettings("payments", "blue.payments_as_green",
				"blue.payments", List.of(), "green.payments", List.of(), "row_version", List.of("migrated_at")));
	}

	/**
	 * The ranges that the program fixed last.
	 * @param kind of the plan: backfill or verify
	 */
	List<KeyRange> ranges(String kind) {
		return this.superuser.sql(Sql.named("ranges.sql"))
			.param("kind", kind)
			.query((row, i) -> new KeyRange(bound(row.getArray(1)), bound(row.getArray(2))))
			.list();
	}

	/** What the workers of the newest plan took. */
	Steps steps(String kind, String table) {
		return this.superuser.sql(Sql.named("steps.sql"))
			.param("kind", kind)
			.param("table", table)
			.query((row, i) -> new Steps(
					row.getObject("began", LocalDateTime.class).atZone(ZoneId.systemDefault()).toInstant(),
					row.getDouble("seconds"), row.getDouble("worked"), row.getDouble("in_chunks")))
			.single();
	}

	private static @Nullable List<String> bound(@Nullable Array bound) throws SQLException {
		return (bound == null) ? null : List.of((String[]) bound.getArray());
	}

	@Override
	public void close() throws SQLException, IOException {
		this.database.drop();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
