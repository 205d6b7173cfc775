package io.bluegreen.jobs.reconcile;

import java.util.List;
import java.util.Set;

import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The keys that changed in Blue and are not yet known to be the same in Green. Each call
 * takes part in the caller's transaction.
 */
public class ChangedKeys {

	/** Keys of one transaction. */
	static final int PAGE = 1000;

	private final Side green;

	public ChangedKeys(Side green) {
		this.green = green;
	}

	/**
	 * A page of keys to be set, in the order of their text.
	 * @param gone whether those that were deleted or changed away, or the others
	 * @param backwards whether in the opposite order
	 * @param after the last key of the page before; empty for the first page
	 */
	List<List<String>> page(String table, boolean gone, boolean backwards, List<String> after) {
		return KeySet
			.of(this.green.client()
				.sql("""
						SELECT key FROM bluegreen.changed_key
						WHERE table_name = :table AND state IN ('new', 'again') AND error IS NULL
						  AND gone = :gone AND (:after::text[] = '{}' OR key %s :after::text[])
						ORDER BY key %s LIMIT :page FOR UPDATE
						""".formatted(backwards ? "<" : ">", backwards ? "DESC" : ""))
				.param("table", table)
				.param("gone", gone)
				.param("after", after.toArray(String[]::new))
				.param("page", PAGE))
			.keys();
	}

	/**
	 * Queues rows of a backfill that wait for other rows, as if they had changed.
	 */
	public void defer(String table, List<List<String>> keys) {
		each("""
				INSERT INTO bluegreen.changed_key (table_name, key, gone, pass) VALUES (?, ?, false, 0)
				ON CONFLICT (table_name, key) DO NOTHING
				""", table, new KeySet(keys));
	}

	/** Live keys are done once they were applied. */
	void applied(String table, KeySet keys) {
		each("DELETE FROM bluegreen.changed_key WHERE table_name = ? AND key = ?", table, keys);
	}

	/**
	 * Keys that were gone are done at their second setting, and wait for it after the
	 * first.
	 */
	void set(String table, KeySet keys) {
		each("DELETE FROM bluegreen.changed_key WHERE table_name = ? AND key = ? AND state = 'again'", table, keys);
		each("UPDATE bluegreen.changed_key SET state = 'set' WHERE table_name = ? AND key = ?", table, keys);
	}

	/** Forgets why keys were rejected: each pass tries them once more. */
	void retryRejected(List<String> tables) {
		this.green.client()
			.sql("UPDATE bluegreen.changed_key SET sqlstate = NULL, error = NULL WHERE table_name = ANY (?) AND error IS NOT NULL")
			.param(tables.toArray(String[]::new))
			.update();
	}

	/**
	 * Keys of rows whose parent is missing, so many at most.
	 */
	List<List<String>> orphans(String table, int limit) {
		return KeySet.of(this.green.client().sql("""
				SELECT key FROM bluegreen.changed_key
				WHERE table_name = ? AND NOT gone AND sqlstate = '23503' ORDER BY key LIMIT ? FOR UPDATE
				""").params(table, limit)).keys();
	}

	/** Notes why a key cannot be set. It stays queued. */
	void reject(String table, List<String> key, String sqlState, String error) {
		this.green.client()
			.sql("UPDATE bluegreen.changed_key SET sqlstate = ?, error = ? WHERE table_name = ? AND key = ?::text[]")
			.params(sqlState, error, table, key.toArray(String[]::new))
			.update();
	}

	/**
	 * After keys were set and that is committed: they wait for the applies that are open
	 * now, which may hold a row of an earlier life. Where there is none they are set
	 * again all the same: one may have written and ended since.
	 */
	void waitFor(Set<String> openApplies) {
		this.green.client()
			.sql("UPDATE bluegreen.changed_key SET state = 'waiting', waits_for = ? WHERE state = 'set'")
			.param(openApplies.toArray(String[]::new))
			.update();
	}

	/**
	 * Keys whose applies have all ended are to be set again.
	 * @return how many these are
	 */
	int release(Set<String> openApplies) {
		return this.green.client()
			.sql("UPDATE bluegreen.changed_key SET state = 'again', waits_for = NULL WHERE state = 'waiting' AND NOT waits_for && ?::text[]")
			.param(openApplies.toArray(String[]::new))
			.update();
	}

	/** How many keys of these tables are not done, without those that were rejected. */
	long unfinished(List<String> tables) {
		return this.green.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ANY (?) AND error IS NULL")
			.param(tables.toArray(String[]::new))
			.query(Long.class)
			.single();
	}

	/** How many keys of a table were rejected. */
	public long rejected(String table) {
		return this.green.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ? AND error IS NOT NULL")
			.param(table)
			.query(Long.class)
			.single();
	}

	private void each(String sql, String table, KeySet keys) {
		new JdbcTemplate(this.green.dataSource()).batchUpdate(sql, keys.keys(), PAGE, (statement, key) -> {
			statement.setString(1, table);
			statement.setArray(2, statement.getConnection().createArrayOf("text", key.toArray()));
		});
	}

}
