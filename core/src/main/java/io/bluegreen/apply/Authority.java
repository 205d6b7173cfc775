package io.bluegreen.apply;

import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.mapping.Mapping;

/**
 * Who may write the target. Every transaction that applies enters here before it reads
 * the source.
 */
public final class Authority {

	/**
	 * The lock of all applies: ('bgre', 1). Shared by each of them to the end of its
	 * transaction; taken exclusively to change who may write.
	 */
	private static final String LOCK = "1650946661, 1";

	private static final String LOCKS = """
			SELECT pid, virtualtransaction FROM pg_locks
			WHERE locktype = 'advisory' AND (classid, objid) = (%s) AND objsubid = 2 AND granted
			  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
			""".formatted(LOCK);

	/** What {@link #openApplies} calls any prepared transaction. */
	public static final String PREPARED = "prepared";

	/** Like each refusal: the cause, and after the colon the way out. */
	private static final String REPLACED = "its mapping was replaced by another one: start again with the current one";

	private static final String NOT_PLANNED = "no backfill was planned for it yet: run `bluegreen backfill` first";

	private final JdbcClient target;

	private final long generation;

	/** For the jobs, which no fence shuts out. */
	public Authority(JdbcClient target) {
		this(target, Long.MAX_VALUE);
	}

	/**
	 * For a service.
	 * @param generation of it: below the fence it may not write
	 */
	public Authority(JdbcClient target, long generation) {
		this.target = target;
		this.generation = generation;
	}

	/**
	 * Makes the current transaction visible as one that may still write what it reads
	 * from now on, then asks whether it may. Two statements: the second must see what was
	 * decided while the first one waited. Deferred constraints are checked by each
	 * statement from now on, so that a row they refuse fails where it is written, and not
	 * in the commit, with all the others.
	 * @throws AuthorityException if it may not, a {@link MappingReplacedException} if
	 * that is so for this table alone
	 */
	public void enter(Mapping mapping) {
		enter(mapping, false);
	}

	/**
	 * Enters with a mapping that need not be registered, or not yet: what this
	 * transaction writes is rolled back, so nobody ever sees a row of it.
	 * @throws AuthorityException if the target has authority
	 */
	public void enterDryRun(Mapping mapping) {
		enter(mapping, true);
	}

	/**
	 * Refuses whoever would apply from the source, without entering.
	 * @throws AuthorityException if the target has authority
	 */
	public void requireSource(Mapping mapping) {
		require(mapping, true);
	}

	private void enter(Mapping mapping, boolean dryRun) {
		this.target.sql("SELECT pg_advisory_xact_lock_shared(" + LOCK + ")").query((row) -> {
		});
		this.target.sql("SET CONSTRAINTS ALL IMMEDIATE").update();
		require(mapping, dryRun);
	}

	private void require(Mapping mapping, boolean dryRun) {
		String refusal = this.target
			.sql("""
					SELECT CASE WHEN a.side <> 'blue' THEN 'Green has authority: nothing is applied from Blue any more'
					            WHEN a.fence > :generation
					            THEN format('generation %s is fenced off: %s is the lowest that may write', :generation, a.fence)
					            WHEN :dryRun THEN ''
					            WHEN m.hash IS NULL THEN :notPlanned
					            WHEN m.hash <> :hash THEN :replaced
					            ELSE '' END
					FROM bluegreen.authority a LEFT JOIN bluegreen.mapping m ON m.table_name = :table
					""")
			.param("table", mapping.table())
			.param("hash", mapping.hash())
			.param("generation", this.generation)
			.param("replaced", REPLACED)
			.param("notPlanned", NOT_PLANNED)
			.param("dryRun", dryRun)
			.query(String.class)
			.single();
		if (refusal.isEmpty()) {
			return;
		}
		String[] words = refusal.split(": ", 2);
		String cause = mapping.table() + ": " + words[0];
		throw switch (refusal) {
			case REPLACED -> new MappingReplacedException(cause, words[1]);
			case NOT_PLANNED -> new NotPlannedException(cause, words[1]);
			default -> new AuthorityException(cause, words[1]);
		};
	}

	/**
	 * Replaces the mapping that applies must have been built for. After the commit of the
	 * current transaction no apply of another mapping gets in; the exclusive lock has
	 * waited for those that were in. It waits for a moment only, since every new apply
	 * queues behind it: who calls this tries again, in another transaction.
	 * @throws org.springframework.dao.DataAccessException with SQLSTATE 55P03 if applies
	 * are open
	 */
	public void register(Mapping mapping) {
		int unchanged = this.target
			.sql("SELECT count(*) FROM bluegreen.mapping WHERE table_name = :table AND hash = :hash")
			.param("table", mapping.table())
			.param("hash", mapping.hash())
			.query(Integer.class)
			.single();
		if (unchanged == 0) {
			shutOut();
			this.target.sql("""
					INSERT INTO bluegreen.mapping (table_name, hash) VALUES (:table, :hash)
					ON CONFLICT (table_name) DO UPDATE SET hash = excluded.hash, registered_at = now()
					""").param("table", mapping.table()).param("hash", mapping.hash()).update();
		}
	}

	/**
	 * Raises the fence. After the commit of the current transaction no apply of a lower
	 * generation gets in, and those that were in have ended. Like {@link #register} it
	 * waits for a moment only.
	 * @param lowest the lowest generation that may write from then on; a fence that is
	 * higher stays
	 * @throws org.springframework.dao.DataAccessException with SQLSTATE 55P03 if applies
	 * are open
	 */
	public void raiseFence(long lowest) {
		shutOut();
		this.target.sql("UPDATE bluegreen.authority SET fence = :lowest WHERE fence < :lowest")
			.param("lowest", lowest)
			.update();
	}

	/** The lowest generation that may write. */
	public long fence() {
		return this.target.sql("SELECT fence FROM bluegreen.authority").query(Long.class).single();
	}

	private void shutOut() {
		this.target.sql("SELECT set_config('lock_timeout', '100', true)").query((row) -> {
		});
		this.target.sql("SELECT pg_advisory_xact_lock(" + LOCK + ")").query((row) -> {
		});
	}

	/**
	 * Who is applying now, for a message: sessions, and prepared transactions by the name
	 * that COMMIT PREPARED and ROLLBACK PREPARED take.
	 */
	public String holders() {
		return this.target
			.sql("""
					SELECT coalesce(string_agg(
					    CASE WHEN l.pid IS NULL THEN format('prepared transaction %s', coalesce(quote_literal(p.gid), '(ended)'))
					         ELSE format('pid %s (%s)', l.pid, a.application_name) END,
					    ', ' ORDER BY l.pid, p.gid), 'none')
					FROM ({locks}) l
					LEFT JOIN pg_stat_activity a ON a.pid = l.pid
					LEFT JOIN pg_locks x ON l.pid IS NULL AND x.pid IS NULL AND x.locktype = 'transactionid'
					    AND x.virtualtransaction = l.virtualtransaction
					LEFT JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
					"""
				.replace("{locks}", LOCKS))
			.query(String.class)
			.single();
	}

	/** Which side has authority: blue or green. */
	public String side() {
		return this.target.sql("SELECT side FROM bluegreen.authority").query(String.class).single();
	}

	/**
	 * The transactions that are applying now. A session's by its virtual transaction (one
	 * that is frozen before its first write has no other number yet) and the start of the
	 * server, which begins to count anew. A prepared one has outlived its session, maybe
	 * the server, and nothing tells which session's it was: all are {@link #PREPARED}.
	 */
	public Set<String> openApplies() {
		return Set.copyOf(this.target.sql("""
				SELECT DISTINCT CASE WHEN l.pid IS NULL THEN '{prepared}'
				    ELSE format('%s since %s', l.virtualtransaction, extract(epoch FROM pg_postmaster_start_time())) END
				FROM ({locks}) l
				""".replace("{prepared}", PREPARED).replace("{locks}", LOCKS)).query(String.class).list());
	}

}
