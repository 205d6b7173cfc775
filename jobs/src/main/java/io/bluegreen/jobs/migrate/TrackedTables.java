package io.bluegreen.jobs.migrate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.bluegreen.session.Side;

/**
 * The tables of one side that are tracked, and how their tracking is taken away.
 */
record TrackedTables(Side side, RetryingDdl ddl) {

	/**
	 * A table dropped while it was tracked has left only what goes with the schema.
	 */
	private static final String TABLES = """
			SELECT t.relation::oid::bigint AS oid, t.relation::text AS name,
			       format('%s loses its triggers, its change log %s%s; positions in the log are void', t.relation, t.log,
			              CASE WHEN t.kind = 'versioned' AND u.users IS NULL THEN format(', and the column %I', t.version) END) AS losses,
			       CASE WHEN t.kind = 'versioned'
			            THEN format('column %I of %s, since others depend on it: %s', t.version, t.relation, u.users) END AS stays
			FROM bluegreen_track.tracked t
			JOIN pg_class c ON c.oid = t.relation
			CROSS JOIN LATERAL bluegreen_track.users_of(t.relation, t.version) u (users)
			WHERE :tables::oid[] IS NULL OR t.relation = ANY (:tables::oid[])
			ORDER BY t.relation::text
			""";

	/**
	 * A tracked table.
	 *
	 * @param losses what untracking takes away, a sentence
	 * @param stays of what tracking brought; null: nothing
	 */
	record Tracked(long oid, String name, String losses, @Nullable String stays) {
	}

	boolean areThere() {
		return this.side.in(() -> this.side.client()
			.sql("SELECT to_regclass('bluegreen_track.tracked') IS NOT NULL")
			.query(Boolean.class)
			.single());
	}

	/**
	 * Those of these tables that are tracked.
	 * @param tables by oid; null: all
	 */
	List<Tracked> list(Long @Nullable [] tables) {
		return !areThere() ? List.of() : this.side
			.in(() -> this.side.client().sql(TABLES).param("tables", tables).query(Tracked.class).list());
	}

	/**
	 * Takes the tracking of a table away.
	 * @return what was done, in sentences
	 */
	List<String> untrack(long table, String name) {
		return this.ddl.retry("tracking of " + name, () -> this.side.in(() -> {
			LockTimeout.shorten(this.side);
			return this.side.client()
				.sql("SELECT * FROM bluegreen_track.untrack(:table::oid::regclass)")
				.param("table", table)
				.query(String.class)
				.list();
		}));
	}

}
