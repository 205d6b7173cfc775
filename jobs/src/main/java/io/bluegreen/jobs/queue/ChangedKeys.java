package io.bluegreen.jobs.queue;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

/**
 * The keys that changed in Blue and are not yet known to be the same in Green. Each call
 * takes part in the caller's transaction.
 */
public class ChangedKeys {

	/** Keys of one transaction. */
	public static final int PAGE = 5000;

	/** Keys that one statement sets free. */
	private static final int RELEASED = 50_000;

	/** By their places: each is found by the index, however many others are queued. */
	private static final String THESE = """
			ctid = ANY (ARRAY(
			    SELECT found.ctid FROM (%s) keys (key) CROSS JOIN LATERAL (
			        SELECT c.ctid FROM bluegreen.changed_key c WHERE c.table_name = :table AND c.key = keys.key OFFSET 0) found))
			""";

	private static final String PENDING = "table_name = ANY (:tables) AND state IN ('new', 'again') AND NOT refused";

	private final Side control;

	private long round;

	public ChangedKeys(Side control) {
		this.control = control;
	}

	/**
	 * A page of keys to be set, in the order of their text.
	 * @param gone whether those that were deleted or changed away, or the others
	 * @param backwards whether in the opposite order
	 * @param after the last key of the page before; empty for the first page
	 */
	public List<List<String>> page(String table, boolean gone, boolean backwards, List<String> after) {
		return KeySet
			.of(this.control.client()
				.sql("""
						SELECT key FROM bluegreen.changed_key
						WHERE table_name = :table AND state IN ('new', 'again') AND NOT refused
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
	 * Queues rows that a chunk of a backfill could not write. A key that is queued
	 * already is tried anyhow.
	 */
	public void add(String table, long chunk, List<Refusal> refusals) {
		List<Refusal> bad = refusals.stream().filter((refusal) -> !refusal.waits()).toList();
		defer(table, chunk, refusals.stream().map(Refusal::key).toList());
		bad.forEach((refusal) -> reject(table, refusal));
	}

	/** Queues keys as if they had changed. */
	public void defer(String table, List<List<String>> keys) {
		defer(table, null, keys);
	}

	private void defer(String table, @Nullable Long chunk, List<List<String>> keys) {
		if (keys.isEmpty()) {
			return;
		}
		KeySet set = new KeySet(keys);
		this.control.client()
			.sql("""
					INSERT INTO bluegreen.changed_key (table_name, key, gone, pass, chunk_id)
					SELECT :table, keys.key, false, 0, :chunk::bigint FROM (%s) keys (key)
					ON CONFLICT (table_name, key) DO NOTHING
					""".formatted(set.texts()))
			.param("table", table)
			.param("chunk", chunk)
			.params(set.parameters())
			.update();
	}

	/** Whether any key of these tables is to be set. */
	public boolean isAnyPending(List<String> tables) {
		byIndex();
		return this.control.client()
			.sql("SELECT EXISTS (SELECT FROM bluegreen.changed_key WHERE " + PENDING + ")")
			.param("tables", tables.toArray(String[]::new))
			.query(Boolean.class)
			.single();
	}

	/** Begins a round: keys that wait after it wait for the same applies. */
	public void beginRound() {
		this.round = this.control.client()
			.sql("INSERT INTO bluegreen.apply_wait DEFAULT VALUES RETURNING round")
			.query(Long.class)
			.single();
	}

	/** Live keys are done once they were applied. */
	public void applied(String table, KeySet keys) {
		if (!keys.keys().isEmpty()) {
			these("DELETE FROM bluegreen.changed_key WHERE ", table, keys).update();
		}
	}

	/**
	 * Keys that somebody has {@linkplain #defer deferred} and applied himself are done,
	 * but for those that were gone: these are to be set once more.
	 */
	public void applyDeferred(String table, KeySet keys) {
		these("DELETE FROM bluegreen.changed_key WHERE NOT gone AND ", table, keys).update();
	}

	/**
	 * Keys that were gone are done at their second setting, and wait for it after the
	 * first.
	 */
	public void set(String table, KeySet keys) {
		if (keys.keys().isEmpty()) {
			return;
		}
		these("DELETE FROM bluegreen.changed_key WHERE state = 'again' AND ", table, keys).update();
		these("UPDATE bluegreen.changed_key SET state = 'waiting', round = :round, error = NULL, sqlstate = NULL WHERE ",
				table, keys)
			.param("round", this.round)
			.update();
	}

	/** Each pass tries rejected keys once more. */
	public void retryRejected(List<String> tables) {
		byIndex();
		this.control.client()
			.sql("UPDATE bluegreen.changed_key SET refused = false WHERE table_name = ANY (?) AND error IS NOT NULL AND refused")
			.param(tables.toArray(String[]::new))
			.update();
	}

	/**
	 * Keys of rows whose parent is missing, so many at most.
	 */
	public List<List<String>> orphans(String table, int limit) {
		return KeySet.of(this.control.client().sql("""
				SELECT key FROM bluegreen.changed_key
				WHERE table_name = ? AND NOT gone AND refused AND sqlstate = '23503' ORDER BY key LIMIT ? FOR UPDATE
				""").params(table, limit)).keys();
	}

	/** Notes why a key cannot be set. It stays queued. */
	public void reject(String table, Refusal refusal) {
		ServerError error = refusal.error();
		this.control.client()
			.sql("""
					UPDATE bluegreen.changed_key
					SET refused = true, sqlstate = :sqlState, error = :error, constraint_name = nullif(:constraint, ''),
					    column_name = nullif(:column, ''), attempts = attempts + 1,
					    first_seen = coalesce(first_seen, clock_timestamp())
					WHERE table_name = :table AND key = :key::text[]
					""")
			.param("sqlState", error.sqlState())
			.param("error", error.sentence())
			.param("constraint", error.constraint())
			.param("column", error.column())
			.param("table", table)
			.param("key", refusal.key().toArray(String[]::new))
			.update();
	}

	/**
	 * After a round is over and committed: its keys, and those of rounds that nobody has
	 * ended, wait for the applies that are open now, which may hold a row of an earlier
	 * life, and for whatever is prepared until then. Where there is none they are set
	 * again all the same: one may have written and ended since.
	 */
	public void waitFor(Set<String> openApplies) {
		this.control.client()
			.sql("UPDATE bluegreen.apply_wait SET waits_for = :applies::text[] || :prepared::text WHERE waits_for IS NULL")
			.param("applies", openApplies.toArray(String[]::new))
			.param("prepared", Authority.PREPARED)
			.update();
	}

	/**
	 * Keys whose applies have all ended are to be set again.
	 * @return how many these are
	 */
	public int release(Set<String> openApplies) {
		byIndex();
		String[] open = openApplies.toArray(String[]::new);
		int released = 0;
		int last;
		do {
			last = this.control.client().sql("""
					UPDATE bluegreen.changed_key SET state = 'again', round = NULL
					WHERE ctid = ANY (ARRAY(
					    SELECT k.ctid FROM bluegreen.apply_wait w JOIN bluegreen.changed_key k USING (round)
					    WHERE k.state = 'waiting' AND NOT w.waits_for && :open::text[] LIMIT :page))
					""").param("open", open).param("page", RELEASED).update();
			released += last;
		}
		while (last == RELEASED);
		this.control.client()
			.sql("DELETE FROM bluegreen.apply_wait WHERE NOT waits_for && :open::text[]")
			.param("open", open)
			.update();
		return released;
	}

	/** Whether keys of these tables are not done, without those that were rejected. */
	public boolean isAnyUnfinished(List<String> tables) {
		byIndex();
		return this.control.client().sql("""
				SELECT EXISTS (SELECT FROM bluegreen.changed_key WHERE %s)
				    OR EXISTS (SELECT FROM bluegreen.apply_wait w JOIN bluegreen.changed_key k USING (round)
				               WHERE k.state = 'waiting' AND k.table_name = ANY (:tables))
				""".formatted(PENDING)).param("tables", tables.toArray(String[]::new)).query(Boolean.class).single();
	}

	/** How many these are. */
	public long unfinished(List<String> tables) {
		return this.control.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ANY (?) AND NOT refused")
			.param(tables.toArray(String[]::new))
			.query(Long.class)
			.single();
	}

	/** How many keys of a table were rejected. */
	public long rejected(String table) {
		byIndex();
		return this.control.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ? AND error IS NOT NULL")
			.param(table)
			.query(Long.class)
			.single();
	}

	/** Whether more keys than that were rejected. */
	public boolean areMoreRejected(String table, int than) {
		return this.control.client()
			.sql("SELECT count(*) > :than FROM (SELECT FROM bluegreen.changed_key WHERE table_name = :table AND error IS NOT NULL LIMIT :than + 1) r")
			.param("table", table)
			.param("than", than)
			.query(Boolean.class)
			.single();
	}

	private StatementSpec these(String statement, String table, KeySet keys) {
		return this.control.client()
			.sql(statement + THESE.formatted(keys.texts()))
			.param("table", table)
			.params(keys.parameters());
	}

	/**
	 * Right after many keys were done the server believes that they are there still, and
	 * would read all of what is left of them.
	 */
	private void byIndex() {
		this.control.client().sql("SET LOCAL enable_seqscan = off").update();
	}

}
