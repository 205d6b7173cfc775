package io.bluegreen.tracking;

import java.util.List;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the changes that an earlier snapshot could not see and a later one can: a
 * transaction that commits late is in exactly one such step, however its ids and times
 * lie.
 */
public final class ChangeLog {

	private static final String STEP = """
			%s l
			WHERE l.xid >= pg_snapshot_xmin((:before::jsonb ->> 'snapshot')::pg_snapshot)
			  AND NOT pg_visible_in_snapshot(l.xid, (:before::jsonb ->> 'snapshot')::pg_snapshot)
			  AND pg_visible_in_snapshot(l.xid, (:now::jsonb ->> 'snapshot')::pg_snapshot)
			""";

	private final TrackedTable table;

	public ChangeLog(TrackedTable table) {
		this.table = table;
	}

	/**
	 * Whether something changed that the log cannot name: a TRUNCATE, or a row whose key
	 * could not be read.
	 * @param before position of the last step, as JSON
	 * @param now position of this step
	 */
	public boolean hasUnreadableKey(JdbcClient database, String before, String now) {
		return database
			.sql("SELECT EXISTS (SELECT FROM " + STEP.formatted(this.table.log()) + " AND l.version IS NULL)")
			.param("before", before)
			.param("now", now)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Queues the keys that changed, Blue and Green being one database.
	 * @param key the mapping's key columns in the tracked table, in the order in which
	 * the queue wants them
	 * @return the number of keys
	 */
	public long absorb(JdbcClient database, List<Column> key, String table, long pass, String before, String now) {
		String text = key.stream()
			.map((column) -> "l." + logColumn(database, column) + "::text")
			.collect(Collectors.joining(", ", "ARRAY[", "]"));
		return database.sql("""
				INSERT INTO bluegreen.changed_key (table_name, key, gone, pass)
				SELECT :table, %s, bool_or(l.gone), :pass FROM %s AND l.version IS NOT NULL GROUP BY 2
				ON CONFLICT (table_name, key) DO UPDATE
				SET gone = changed_key.gone OR excluded.gone, pass = excluded.pass, state = 'new', waits_for = NULL,
				    sqlstate = NULL, error = NULL
				""".formatted(text, STEP.formatted(this.table.log())))
			.param("table", table)
			.param("pass", pass)
			.param("before", before)
			.param("now", now)
			.update();
	}

	private static String logColumn(JdbcClient database, Column column) {
		return database.sql("SELECT quote_ident(bluegreen_track.log_column(?))")
			.param(column.name())
			.query(String.class)
			.single();
	}

}
