package io.bluegreen.jobs.migrate;

import java.util.List;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.session.Side;

/**
 * A schema that is ours: a history table of ours is in it. One of the same name that
 * somebody else has made is left alone.
 *
 * @param history its first history table
 */
record OwnSchema(Side side, String place, String name, String history) {

	private static final String TABLES = """
			SELECT coalesce(string_agg(c.relname, ', ' ORDER BY c.relname), '') FROM pg_class c
			WHERE c.relnamespace = to_regnamespace(?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			""";

	/**
	 * What lies outside and needs something inside. The triggers of tracked tables are
	 * ours, and go first.
	 */
	private static final String USERS = """
			WITH RECURSIVE inside (classid, objid) AS (
			    SELECT d.classid, d.objid FROM pg_depend d
			    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = to_regnamespace(:schema)
			    UNION
			    SELECT d.classid, d.objid
			    FROM inside i JOIN pg_depend d ON d.refclassid = i.classid AND d.refobjid = i.objid AND d.deptype IN ('a', 'i')
			)
			SELECT DISTINCT coalesce(pg_describe_object('pg_class'::regclass, r.ev_class, 0), pg_describe_object(d.classid, d.objid, d.objsubid))
			FROM inside i
			JOIN pg_depend d ON d.refclassid = i.classid AND d.refobjid = i.objid AND d.deptype = 'n'
			LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
			WHERE NOT EXISTS (SELECT FROM inside n WHERE n.classid = d.classid AND n.objid = d.objid)
			  AND NOT EXISTS (
			      SELECT FROM pg_trigger g
			      WHERE d.classid = 'pg_trigger'::regclass AND g.oid = d.objid AND g.tgname LIKE 'zz\\_bluegreen\\_%')
			ORDER BY 1
			""";

	private static final String MIGRATIONS = """
			SELECT version || ' ' || description FROM {history} WHERE success AND type = 'SQL' ORDER BY installed_rank
			""";

	boolean isThere() {
		return has(this.history);
	}

	/** A sentence about what goes with it. */
	String losses() {
		String tables = this.side
			.in(() -> this.side.client().sql(TABLES).param(this.name).query(String.class).single());
		return "%s: schema %s, with its tables %s".formatted(this.place, this.name, tables);
	}

	/** The user's own migrations that are noted here, whose objects stay. */
	List<String> migrations(String userHistory) {
		return !has(userHistory) ? List.of()
				: this.side.in(() -> this.side.client()
					.sql(MIGRATIONS.replace("{history}", this.name + "." + userHistory))
					.query(String.class)
					.list());
	}

	/**
	 * Refuses to take from others what they have built on it.
	 */
	void requireUnused() {
		List<String> users = this.side
			.in(() -> this.side.client().sql(USERS).param("schema", this.name).query(String.class).list());
		if (!users.isEmpty()) {
			throw new RefusedException("%s: others depend on what is in schema %s: %s".formatted(this.place, this.name,
					String.join(", ", users)), "drop or change them, then run the same command again");
		}
	}

	/** In a transaction of its own, or in the current one. */
	void drop() {
		this.side.run(() -> {
			LockTimeout.shorten(this.side);
			requireUnused();
			this.side.client().sql("DROP SCHEMA %s CASCADE".formatted(this.name)).update();
		});
	}

	private boolean has(String table) {
		return this.side.in(() -> this.side.client()
			.sql("SELECT to_regclass(?) IS NOT NULL")
			.param(this.name + "." + table)
			.query(Boolean.class)
			.single());
	}

}
