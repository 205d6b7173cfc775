package io.bluegreen.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeySet;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

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
	private static final String STEP = """
			%s l
			WHERE (SELECT bluegreen_track.reaches(:relation::oid::regclass, (:before::jsonb ->> 'snapshot')::pg_snapshot))
			  AND l.xid >= pg_snapshot_xmin((:before::jsonb ->> 'snapshot')::pg_snapshot)
			  AND l.xid < pg_snapshot_xmax((:now::jsonb ->> 'snapshot')::pg_snapshot)
			  AND NOT pg_visible_in_snapshot(l.xid, (:before::jsonb ->> 'snapshot')::pg_snapshot)
			  AND pg_visible_in_snapshot(l.xid, (:now::jsonb ->> 'snapshot')::pg_snapshot)
			  AND num_nulls(%s) %s 0
			""";

	private static final String QUEUE = """
			INSERT INTO bluegreen.changed_key (table_name, key, gone, pass)
			SELECT :table, c.key, c.gone, :pass FROM (%s) c
			ON CONFLICT (table_name, key) DO UPDATE
			SET gone = changed_key.gone OR excluded.gone, pass = excluded.pass, state = 'new', waits_for = NULL,
			    sqlstate = NULL, error = NULL
			""";

	/** A page of changes, a list for each column. */
	private static final String PAGE = "SELECT ARRAY[%1$s] AS key, gone FROM unnest(%2$s, :gone::boolean[]) c (%1$s, gone)";

	private static final int FETCH_SIZE = 1000;

	private final TrackedTable table;

	public ChangeLog(TrackedTable table) {
		this.table = table;
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
	 * The query for the changes by key, columns {@code key text[]}, {@code gone boolean},
	 * {@code version bigint}: to be read, or to be inserted where the log's database has
	 * a queue. {@link #bind} binds it. Values that are equal but look different are keys
	 * of their own.
	 * @param key the key's columns in the tracked table, not quoted, in the order that
	 * {@code key} is to have
	 * @return SQL with named parameters
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
	 * Hands over the changes one by one. Memory does not grow with their number, within a
	 * transaction.
	 * @param database where the log is
	 * @param key as in {@link #changes}
	 * @param before position of the last step
	 * @param now position of this step
	 * @param consumer takes each change
	 */
	public void read(JdbcClient database, List<String> key, String before, String now, Consumer<Change> consumer) {
		RowCallbackHandler handOver = (row) -> consumer.accept(change(row));
		bind(database.sql(changes(key)).withFetchSize(FETCH_SIZE), before, now).query(handOver);
	}

	/**
	 * Queues the keys that changed, Blue and Green being one database.
	 * @param database that database
	 * @param key the mapping's key columns in the tracked table, in the order in which
	 * the queue wants them
	 * @param table the mapping's name in the queue
	 * @param pass the reconcile pass
	 * @param before position of the last step
	 * @param now position of this step
	 * @return the number of keys
	 */
	public long absorb(JdbcClient database, List<Column> key, String table, long pass, String before, String now) {
		String changes = changes(key.stream().map(Column::name).toList());
		return queue(bind(database.sql(QUEUE.formatted(changes)), before, now), table, pass);
	}

	/**
	 * Queues the keys that changed, the log being in another database. Memory does not
	 * grow with their number.
	 * @param blue where the log is
	 * @param green where the queue is, in a transaction
	 * @param key as in {@link #absorb}
	 * @param table as in {@link #absorb}
	 * @param pass as in {@link #absorb}
	 * @param before position of the last step
	 * @param now position of this step
	 * @return the number of keys
	 */
	public long absorb(JdbcClient blue, JdbcClient green, List<Column> key, String table, long pass, String before,
			String now) {
		List<Change> page = new ArrayList<>();
		LongAdder keys = new LongAdder();
		Runnable write = () -> {
			keys.add(queue(page(green, key.size(), page), table, pass));
			page.clear();
		};
		read(blue, key.stream().map(Column::name).toList(), before, now, (change) -> {
			page.add(change);
			if (page.size() == FETCH_SIZE) {
				write.run();
			}
		});
		if (!page.isEmpty()) {
			write.run();
		}
		return keys.sum();
	}

	private static StatementSpec page(JdbcClient green, int columns, List<Change> page) {
		String names = IntStream.range(0, columns).mapToObj((i) -> "k" + i).collect(Collectors.joining(", "));
		String lists = IntStream.range(0, columns)
			.mapToObj((i) -> ":key" + i + "::text[]")
			.collect(Collectors.joining(", "));
		return green.sql(QUEUE.formatted(PAGE.formatted(names, lists)))
			.params(new KeySet(page.stream().map(Change::key).toList()).parameters())
			.param("gone", page.stream().map(Change::gone).toArray(Boolean[]::new));
	}

	private static long queue(StatementSpec statement, String table, long pass) {
		return statement.param("table", table).param("pass", pass).update();
	}

	private String step(String nulls) {
		return STEP.formatted(this.table.log(),
				this.table.logKey().stream().map((column) -> "l." + column).collect(Collectors.joining(", ")), nulls);
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
