package io.bluegreen.jobs.reconcile;

import java.time.Duration;
import java.util.Optional;

import io.bluegreen.session.Side;

/**
 * What keeps positions from going on: a transaction of Blue that has not ended.
 */
public record HeldPosition(Side blue, Side green) {

	/**
	 * The transaction of Blue that has held positions back for longer than that, in a
	 * sentence: no pass can take over what is committed after it began.
	 */
	public Optional<String> of(String table, Duration longerThan) {
		Optional<String> oldest = this.green.in(() -> this.green.client()
			.sql("""
					SELECT pg_snapshot_xmin((position ->> 'snapshot')::pg_snapshot)::text FROM bluegreen.log_position
					WHERE table_name = :table AND held_since < clock_timestamp() - make_interval(secs => :longer)
					""")
			.param("table", table)
			.param("longer", longerThan.toMillis() / 1000.0)
			.query(String.class)
			.optional());
		return oldest.flatMap((xid) -> this.blue.in(() -> this.blue.client()
			.sql("""
					SELECT format('%s: transaction %s of Blue (%s) has been open for longer than %s s, and no position can pass it', :table::text,
					    :xid::text,
					    coalesce((SELECT format('pid %s, %s', a.pid, a.application_name) FROM pg_stat_activity a
					              WHERE a.backend_xid = :xid::xid8::xid LIMIT 1),
					             (SELECT format('prepared, %L', x.gid) FROM pg_prepared_xacts x WHERE x.transaction = :xid::xid8::xid),
					             'it has just ended'), :longer::text)
					WHERE pg_snapshot_xmin(pg_current_snapshot()) <= :xid::xid8
					""")
			.param("table", table)
			.param("xid", xid)
			.param("longer", longerThan.toSeconds())
			.query(String.class)
			.optional()));
	}

}
