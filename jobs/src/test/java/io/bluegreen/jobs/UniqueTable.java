package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table of 300 rows, {@code old.t} and {@code new.t}, backfilled in chunks of 100,
 * whose value {@code v} (v1, v2, ..) becomes unique in Green afterwards. Only Green has
 * the column {@code kept}.
 */
record UniqueTable(Stores stores, Program program) implements AutoCloseable {

	static final String UNIQUE = "CREATE UNIQUE INDEX one_v ON new.t (v)";

	static UniqueTable create(Where where, Path directory) throws Exception {
		return create(where, directory, "t.v");
	}

	/**
	 * Creates and backfills it.
	 * @param v what the mapping makes of {@code v}
	 */
	static UniqueTable create(Where where, Path directory, String v) throws Exception {
		Stores stores = Migrated.stores(where, 0);
		Program program = new Program(stores.blue(), stores.green(), directory).setting("chunk-rows: 100")
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables("""
					    t:
					      from: old.t_as_green
					      source: {table: old.t}
					      to: new.t
					      version: row_version
					      ignore: [kept]
					""");
		UniqueTable table = new UniqueTable(stores, program);
		table.blue("SET ROLE legacy_owner", "CREATE SCHEMA old",
				"CREATE TABLE old.t (id int PRIMARY KEY, v text UNIQUE DEFERRABLE INITIALLY DEFERRED, n int NOT NULL)",
				"INSERT INTO old.t SELECT i, 'v' || i, 1 FROM generate_series(1, 300) i");
		table.succeeds(program.runAsOwner("track", "old.t"));
		table.blue("SET ROLE legacy_owner",
				"CREATE VIEW old.t_as_green AS SELECT t.id, %s AS v, t.n, t.row_version FROM old.t".formatted(v));
		table.green("SET ROLE legacy_owner", "CREATE SCHEMA new", """
				CREATE TABLE new.t (id int PRIMARY KEY, v text, n int NOT NULL, kept text DEFAULT 'new',
				                    row_version bigint NOT NULL)""");
		table.succeeds(program.runAsOwner("migrate"));
		table.backfill();
		table.green("UPDATE new.t SET kept = 'kept ' || id");
		return table;
	}

	void blue(String... statements) throws SQLException {
		this.stores.inBlue().run(statements);
	}

	void green(String... statements) throws SQLException {
		this.stores.inGreen().run(statements);
	}

	/**
	 * Makes Green's rows older than Blue's, and passes their values on in a ring, without
	 * a word in Blue's log.
	 */
	void pass(int... ids) throws SQLException {
		List<String> cases = new ArrayList<>();
		List<String> list = new ArrayList<>();
		for (int i = 0; i < ids.length; i++) {
			cases.add("WHEN %d THEN 'v%d'".formatted(ids[i], ids[(i + 1) % ids.length]));
			list.add(String.valueOf(ids[i]));
		}
		green("UPDATE new.t SET v = CASE id %s END, row_version = row_version - 1 WHERE id IN (%s)"
			.formatted(String.join(" ", cases), String.join(", ", list)));
	}

	Program.Outcome backfill(String... options) throws Exception {
		return succeeds(
				this.program.run(Stream.concat(Stream.of("backfill", "--new", "--output=json"), Stream.of(options))
					.toArray(String[]::new)));
	}

	Program.Outcome reconcile() throws Exception {
		return succeeds(this.program.run("reconcile", "--output=json"));
	}

	private Program.Outcome succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		return outcome;
	}

	/** All rows of Green, by what Blue knows. */
	List<@Nullable String> rows() throws SQLException {
		return this.stores.inGreen().list("SELECT (id, v, n, row_version)::text FROM new.t ORDER BY id");
	}

	/** Both sides are equal, and Green's own column is as it was. */
	void isEqual() throws SQLException {
		assertThat(rows()).containsExactlyElementsOf(
				this.stores.inBlue().list("SELECT (id, v, n, row_version)::text FROM old.t_as_green ORDER BY id"));
		assertThat(this.stores.inGreen().list("SELECT id FROM new.t WHERE kept NOT IN ('kept ' || id, 'new')"))
			.isEmpty();
	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
