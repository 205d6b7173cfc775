package io.bluegreen.jobs.throttle;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.session.Side;

/**
 * How many sessions wait for a lock of a table, of one of its partitions, or of a row in
 * it. Ours are not counted: they wait for whoever uses the table.
 */
class LockWaiters implements Signal {

	private static final String WAITERS = """
			WITH RECURSIVE tree AS (
			    SELECT :table::oid AS oid
			    UNION ALL
			    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
			)
			SELECT count(DISTINCT l.pid)
			FROM pg_locks l
			WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
			  AND l.relation IN (SELECT oid FROM tree)
			  -- The first who waits for a row's lock holds that of its place meanwhile.
			  AND (NOT l.granted OR l.locktype = 'tuple')
			  AND l.pid NOT IN (SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'bluegreen %')
			""";

	private final Side side;

	private final String table;

	private final int max;

	private @Nullable Relation relation;

	/**
	 * Waiters for a table of a side.
	 * @param table as the configuration names it
	 */
	LockWaiters(Side side, String table, int max) {
		this.side = side;
		this.table = table;
		this.max = max;
	}

	@Override
	public Optional<String> reason() {
		long waiters = this.side
			.in(() -> this.side.client().sql(WAITERS).param("table", relation().oid()).query(Long.class).single());
		return (waiters <= this.max) ? Optional.empty()
				: Optional.of("%d sessions wait for locks of %s, at most %d".formatted(waiters, this.table, this.max));
	}

	private Relation relation() {
		Relation found = (this.relation != null) ? this.relation : new Catalog(this.side.client()).relation(this.table)
			.orElseThrow(() -> new OffException("there is no " + this.table));
		this.relation = found;
		return found;
	}

}
