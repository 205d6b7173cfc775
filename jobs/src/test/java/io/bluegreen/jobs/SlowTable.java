package io.bluegreen.jobs;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table in Blue and one in Green on another server. Reading each row of the one, or
 * writing each row of the other, takes as long as a test says, from when it says so.
 */
record SlowTable(Stores stores, Program program) implements AutoCloseable {

	/** In words that the preflight does not take for volatile. */
	private static final String PAUSE = """
			CREATE FUNCTION %1$s.pause(id bigint) RETURNS bigint STABLE LANGUAGE plpgsql SECURITY DEFINER AS $$
			DECLARE
			    seconds float;
			BEGIN
			    FOR seconds IN SELECT p.seconds FROM %1$s.pauses p WHERE p.id = pause.id LOOP
			        EXECUTE 'SELECT pg_' || 'sleep($1)' USING seconds;
			    END LOOP;
			    RETURN id;
			END $$
			""";

	private static final String TRIGGER = """
			CREATE FUNCTION new.pause() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN
			    PERFORM new.pause(new.id);
			    RETURN new;
			END $$
			""";

	/**
	 * Creates it, with a plan of which no chunk is done.
	 * @param rows in Blue
	 * @param characters in each of them
	 * @param chunkRows rows of a chunk
	 */
	static SlowTable create(Path directory, int rows, int characters, int chunkRows) throws Exception {
		Stores stores = Migrated.stores(Where.TWO_DATABASES, 0);
		Program program = new Program(stores.blue(), stores.green(), directory).setting("chunk-rows: " + chunkRows)
			.setting("migrations: {blue: none, green: none, post-data: none, contract: none}")
			.tables("""
					    t:
					      from: old.t_as_green
					      source: {table: old.t}
					      to: new.t
					      version: row_version
					      triggers: allow
					""");
		SlowTable table = new SlowTable(stores, program);
		stores.inBlue()
			.run("SET ROLE legacy_owner", "CREATE SCHEMA old", "CREATE TABLE old.t (id bigint PRIMARY KEY, v text)",
					"INSERT INTO old.t SELECT i, repeat('v', %d) FROM generate_series(1, %d) i".formatted(characters,
							rows),
					"CREATE TABLE old.pauses (id bigint PRIMARY KEY, seconds float NOT NULL)", PAUSE.formatted("old"));
		table.succeeds(program.runAsOwner("track", "old.t"));
		stores.inBlue().run("SET ROLE legacy_owner", """
				CREATE VIEW old.t_as_green AS
				SELECT t.id, t.v, old.pause(t.id) AS n, t.row_version FROM old.t
				""");
		stores.inGreen()
			.run("SET ROLE legacy_owner", "CREATE SCHEMA new",
					"CREATE TABLE new.t (id bigint PRIMARY KEY, v text, n bigint, row_version bigint NOT NULL)",
					"CREATE TABLE new.pauses (id bigint PRIMARY KEY, seconds float NOT NULL)", PAUSE.formatted("new"),
					TRIGGER, "CREATE TRIGGER pause BEFORE INSERT ON new.t FOR EACH ROW EXECUTE FUNCTION new.pause()");
		table.succeeds(program.runAsOwner("migrate"));
		table.succeeds(program.run("backfill"));
		stores.inGreen()
			.run("UPDATE bluegreen.plan SET state = 'open', finished_at = NULL",
					"UPDATE bluegreen.chunk SET state = 'pending', scanned = 0, applied = 0, finished_at = NULL",
					"TRUNCATE new.t");
		return table;
	}

	void succeeds(Program.Outcome outcome) {
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	/** From now on Blue shows each of these rows so late. */
	void readSlowly(double seconds, int from, int to) throws SQLException {
		pause(this.stores.inBlue(), "old", seconds, from, to);
	}

	/** From now on Green takes each of these rows so late. */
	void writeSlowly(double seconds, int from, int to) throws SQLException {
		pause(this.stores.inGreen(), "new", seconds, from, to);
	}

	private static void pause(Sql sql, String schema, double seconds, int from, int to) throws SQLException {
		sql.run("DELETE FROM %s.pauses".formatted(schema),
				"INSERT INTO %s.pauses SELECT i, %s FROM generate_series(%d, %d) i".formatted(schema, seconds, from,
						to));
	}

	/** Both sides show the same rows; all of Blue's but these. */
	void isEqualBut(long... missing) throws SQLException {
		this.stores.inBlue().run("DELETE FROM old.pauses");
		assertThat(this.stores.inGreen().list("SELECT (t.*)::text FROM new.t ORDER BY id"))
			.containsExactlyElementsOf(this.stores.inBlue()
				.list("SELECT (t.*)::text FROM old.t_as_green t WHERE id <> ALL ('{%s}') ORDER BY id"
					.formatted(Arrays.stream(missing).mapToObj(String::valueOf).collect(Collectors.joining(",")))));
	}

	/** The chunks of the newest plan are together exactly all keys. */
	void isCovered() throws SQLException {
		assertThat(this.stores.inGreen().number("""
				WITH c AS (SELECT from_key[1]::bigint AS lower, to_key[1]::bigint AS upper FROM bluegreen.chunk
				           WHERE plan_id = (SELECT max(plan_id) FROM bluegreen.plan))
				SELECT count(*) FROM c WHERE lower IS NOT NULL AND NOT EXISTS (SELECT FROM c o WHERE o.upper = c.lower)
				    OR upper IS NOT NULL AND (SELECT count(*) FROM c o WHERE o.lower = c.upper) <> 1
				""")).isZero();
		assertThat(this.stores.inGreen().number("""
				SELECT count(*) FROM bluegreen.chunk
				WHERE (from_key IS NULL OR to_key IS NULL) AND plan_id = (SELECT max(plan_id) FROM bluegreen.plan)
				""")).isEqualTo(2);
	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
