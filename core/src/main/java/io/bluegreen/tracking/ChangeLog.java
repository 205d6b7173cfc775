package io.bluegreen.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

/**
 * Reads the changes that an earlier snapshot could not see and a later one can: a
 * transaction that commits late is in exactly one such step, however its ids and times
 * lie. Both snapshots come in positions, as JSON.
 * <p>
 * Every method throws {@link org.springframework.dao.DataAccessException}, with SQLSTATE
 * BG010 where the log was pruned past the earlier position.
 */
public final class ChangeLog {

	// The bounds are for the index; visibility alone decides.
	private static final SqlTemplate STEP = SqlTemplate
		.of("""
				{log} l
				WHERE (SELECT bluegreen_track.reaches(:relation::oid::regclass, (:before::jsonb ->> 'snapshot')::pg_snapshot))
				  AND l.xid >= pg_snapshot_xmin((:before::jsonb ->> 'snapshot')::pg_snapshot)
				  AND l.xid < pg_snapshot_xmax((:now::jsonb ->> 'snapshot')::pg_snapshot)
				  AND NOT pg_visible_in_snapshot(l.xid, (:before::jsonb ->> 'snapshot')::pg_snapshot)
				  AND pg_visible_in_snapshot(l.xid, (:now::jsonb ->> 'snapshot')::pg_snapshot)
				  AND num_nulls({key}) {nulls} 0 {part}
				""");

	private static final String SINCE = """
			SELECT EXISTS (
			    SELECT FROM %s l
			    WHERE (SELECT bluegreen_track.reaches(:relation::oid::regclass, (:before::jsonb ->> 'snapshot')::pg_snapshot))
			      AND l.xid >= pg_snapshot_xmin((:before::jsonb ->> 'snapshot')::pg_snapshot)
			      AND NOT pg_visible_in_snapshot(l.xid, (:before::jsonb ->> 'snapshot')::pg_snapshot))
			""";

	/**
	 * The step's rows, those of transactions that it cannot see among them; no more than
	 * a page and one.
	 */
	private static final String ROWS = """
			SELECT count(*) FROM (
			    SELECT FROM %s l
			    WHERE l.xid >= pg_snapshot_xmin((:before::jsonb ->> 'snapshot')::pg_snapshot)
			      AND l.xid < pg_snapshot_xmax((:now::jsonb ->> 'snapshot')::pg_snapshot)
			    LIMIT %d) l
			""";

	private static final SqlTemplate QUEUE = SqlTemplate.of("""
			INSERT INTO bluegreen.changed_key (table_name, key, gone, pass)
			SELECT :table, ARRAY[{key}], c.gone, :pass FROM unnest({keys}, :gone::boolean[]) c ({key}, gone)
			ON CONFLICT (table_name, key) DO UPDATE
			SET gone = changed_key.gone OR excluded.gone, pass = excluded.pass, state = 'new', round = NULL,
			    refused = false, sqlstate = NULL, error = NULL
			""");

	/** Rows that are read at once. */
	private static final int PAGE_ROWS = 20_000;

	/** About as many rows lie in so many blocks of 8 kB. */
	private static final int PAGE_BLOCKS = 128;

	private final TrackedTable table;

	private final String part;

	public ChangeLog(TrackedTable table) {
		this(table, "");
	}

	private ChangeLog(TrackedTable table, String part) {
		this.table = table;
		this.part = part;
	}

	/**
	 * Parts of the log that are small enough to be read at once, and that hold all of a
	 * step together: one, or, where the step is large, pieces of the log's file. (One
	 * transaction may have changed millions of rows, so it is not parted by transactions.
	 * The same key may occur in several parts.)
	 * @param database where the log is
	 * @param before position of the last step
	 * @param now position of this step
	 * @return logs to be read each
	 */
	public List<ChangeLog> parts(JdbcClient database, String before, String now) {
		long rows = database.sql(ROWS.formatted(this.table.log(), PAGE_ROWS + 1))
			.param("before", before)
			.param("now", now)
			.query(Long.class)
			.single();
		if (rows <= PAGE_ROWS) {
			return List.of(this);
		}
		long blocks = database.sql("SELECT pg_relation_size(?::regclass) / current_setting('block_size')::integer")
			.param(this.table.log())
			.query(Long.class)
			.single();
		return LongStream.rangeClosed(0, blocks / PAGE_BLOCKS)
			.mapToObj((i) -> new ChangeLog(this.table,
					"AND l.ctid >= '(%d,0)' AND l.ctid < '(%d,0)'".formatted(i * PAGE_BLOCKS, (i + 1) * PAGE_BLOCKS)))
			.toList();
	}

	/** Takes the changes of a part. */
	@FunctionalInterface
	public interface Part {

		void take(List<Change> changes);

	}

	/**
	 * Reads the changes of a step, {@linkplain #parts part} by part, each in a
	 * transaction of its own.
	 * @param side where the log is
	 * @param key as in {@link #changes}
	 * @param before position of the last step
	 * @param now position of this step
	 * @param changes takes those of one part; the same key may come again with another
	 * @return false if something changed that the log {@linkplain #hasUnreadableKey
	 * cannot name}: then not all of them came
	 */
	public boolean read(Side side, List<String> key, String before, String now, Part changes) {
		for (ChangeLog piece : side.in(() -> parts(side.client(), before, now))) {
			Optional<List<Change>> read = side.in(() -> piece.hasUnreadableKey(side.client(), before, now)
					? Optional.<List<Change>>empty() : Optional.of(piece.read(side.client(), key, before, now)));
			if (read.isEmpty()) {
				return false;
			}
			changes.take(read.get());
		}
		return true;
	}

	/**
	 * Whether something changed that the log cannot name: a TRUNCATE, or a row whose key
	 * could not be read.
	 * @param database where the log is
	 * @param before position of the last step
	 * @param now position of this step
	 * @return whether there is such a change
	 */
	public boolean hasUnreadableKey(JdbcClient database, String before, String now) {
		return bind(database.sql("SELECT EXISTS (SELECT FROM " + step(">") + ")"), before, now).query(Boolean.class)
			.single();
	}

	/**
	 * Whether anything was logged that an earlier snapshot could not see.
	 * @param database where the log is
	 * @param before the earlier position
	 */
	public boolean hasAnySince(JdbcClient database, String before) {
		return database.sql(SINCE.formatted(this.table.log()))
			.param("relation", this.table.relation())
			.param("before", before)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The query for the changes by key, columns {@code key text[]}, {@code gone boolean},
	 * {@code version bigint}: to be read, or to be inserted where the log's database has
	 * a queue. {@link #bind} binds it. Values that are equal but look different are keys
	 * of their own.
	 * @param key the key's columns in the tracked table, not quoted, in the order that
	 * {@code key} is to have
	 * @return a query with named parameters
	 * @throws IllegalArgumentException if these are not the columns of the log
	 */
	public String changes(List<String> key) {
		return "SELECT %s AS key, bool_or(l.gone) AS gone, max(l.version) AS version FROM %s GROUP BY 1"
			.formatted(text(key), step("="));
	}

	/**
	 * Binds the parameters of {@link #changes}.
	 * @param statement a statement with that query in it
	 * @param before position of the last step
	 * @param now position of this step
	 * @return the statement
	 */
	public StatementSpec bind(StatementSpec statement, String before, String now) {
		return statement.param("relation", this.table.relation()).param("before", before).param("now", now);
	}

	/**
	 * The changes by key.
	 * @param database where the log is
	 * @param key as in {@link #changes}
	 * @param before position of the last step
	 * @param now position of this step
	 * @return the changes of this {@linkplain #parts part}
	 */
	public List<Change> read(JdbcClient database, List<String> key, String before, String now) {
		return bind(database.sql(changes(key)), before, now).query((row, i) -> change(row)).list();
	}

	/**
	 * Queues changes. A key that is queued already is to be set anew.
	 * @param control where the queue is
	 * @param table the mapping's name in the queue
	 * @param pass the reconcile pass
	 * @param changes of which each key occurs once
	 */
	public static void queue(JdbcClient control, String table, long pass, List<Change> changes) {
		if (changes.isEmpty()) {
			return;
		}
		KeySet keys = new KeySet(changes.stream().map(Change::key).toList());
		control.sql(QUEUE.with("key", keys.lists().names()).with("keys", keys.lists().arguments()).sql())
			.param("table", table)
			.param("pass", pass)
			.params(keys.parameters())
			.param("gone", changes.stream().map(Change::gone).toArray(Boolean[]::new))
			.update();
	}

	private String step(String nulls) {
		return STEP.with("log", this.table.log())
			.with("key", this.table.logKey().stream().map((column) -> "l." + column).collect(Collectors.joining(", ")))
			.with("nulls", nulls)
			.with("part", this.part)
			.sql();
	}

	// Byte by byte: the log's collation may find 'ABC' and 'abc' equal, a reader may not.
	private String text(List<String> key) {
		if (key.size() != this.table.key().size() || !this.table.key().containsAll(key)) {
			throw new IllegalArgumentException(
					"The change log of this table carries the columns %s, not %s".formatted(this.table.key(), key));
		}
		return key.stream()
			.map((column) -> "l.%s::text COLLATE \"C\""
				.formatted(this.table.logKey().get(this.table.key().indexOf(column))))
			.collect(Collectors.joining(", ", "ARRAY[", "]"));
	}

	private static Change change(ResultSet row) throws SQLException {
		@Nullable Long version = row.getObject("version", Long.class);
		return new Change(TextArray.of(row, "key"), row.getBoolean("gone"), version);
	}

}
