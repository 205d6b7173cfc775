package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.mapping.Mapping;

/**
 * A view must say the same at every look: no function that is volatile, none that tells
 * the time or the session, and the same answer under other session settings.
 */
class Deterministic implements MappingCheck {

	/**
	 * Functions by their oids in the rewrite rules' trees: pg_depend does not list
	 * built-in ones. CURRENT_TIMESTAMP and its kin are nodes of their own.
	 */
	private static final String WAYWARD = """
			WITH RECURSIVE view (oid) AS (
			    SELECT :view::oid
			    UNION
			    SELECT d.refobjid
			    FROM view v JOIN pg_rewrite r ON r.ev_class = v.oid
			    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
			         AND d.refclassid = 'pg_class'::regclass
			), tree AS (
			    SELECT r.ev_action::text AS tree FROM view v JOIN pg_rewrite r ON r.ev_class = v.oid AND r.ev_type = '1'
			), called (oid) AS (
			    SELECT DISTINCT m[1]::oid
			    FROM tree, regexp_matches(tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') m
			), nested (oid) AS (
			    SELECT oid FROM called
			    UNION
			    SELECT m[1]::oid FROM nested n JOIN pg_proc p ON p.oid = n.oid,
			         regexp_matches(p.prosqlbody::text, ':(?:funcid|opfuncid) (\\d+)', 'g') m
			)
			SELECT p.oid::regprocedure::text || CASE p.provolatile WHEN 'v' THEN ' is volatile'
			                                                      ELSE ' tells the time or the session' END
			FROM nested n JOIN pg_proc p ON p.oid = n.oid
			WHERE p.provolatile = 'v'
			   OR p.pronamespace = 'pg_catalog'::regnamespace
			      AND p.proname IN ('now', 'transaction_timestamp', 'statement_timestamp', 'current_setting', 'current_user',
			                        'session_user', 'current_database', 'current_schema', 'current_schemas', 'pg_backend_pid',
			                        'inet_client_addr', 'inet_client_port', 'txid_current_snapshot', 'pg_current_snapshot')
			UNION ALL
			SELECT 'CURRENT_TIMESTAMP, CURRENT_USER or their kin tell the time or the session'
			FROM tree WHERE tree LIKE '%{SQLVALUEFUNCTION%'
			LIMIT 1
			""";

	private static final int SAMPLE = 1000;

	private final Side blue;

	Deterministic(Side blue) {
		this.blue = blue;
	}

	@Override
	public void check(Mapping mapping) {
		List<String> wayward = this.blue
			.in(() -> this.blue.client().sql(WAYWARD).param("view", mapping.from().oid()).query(String.class).list());
		if (!wayward.isEmpty()) {
			throw new RefusedException(
					"%s: %s cannot be compared: %s".formatted(mapping.table(), mapping.from().sql(), wayward.get(0)),
					"write the view with immutable expressions, for example `AT TIME ZONE 'UTC'`");
		}
		String usual = sample(mapping, List.of());
		String other = sample(mapping,
				List.of("TimeZone=Asia/Kathmandu", "DateStyle=ISO, DMY", "IntervalStyle=sql_standard",
						"extra_float_digits=-5", "bytea_output=escape", "search_path=public, pg_catalog"));
		if (!usual.isEmpty() && !other.isEmpty() && !usual.equals(other)) {
			throw new RefusedException(
					"%s: %s answers differently under another TimeZone, DateStyle, IntervalStyle or search_path"
						.formatted(mapping.table(), mapping.from().sql()),
					"write the view so that it does not depend on the session, for example `AT TIME ZONE 'UTC'`, `to_char`");
		}
	}

	/**
	 * A hash over the first and the last rows; empty if the view cannot evaluate them,
	 * which rejects will say.
	 */
	private String sample(Mapping mapping, List<String> settings) {
		String rows = "SELECT * FROM (SELECT * FROM %1$s v ORDER BY %2$s LIMIT %3$d) a UNION ALL SELECT * FROM (SELECT * FROM %1$s v ORDER BY %4$s LIMIT %3$d) z"
			.formatted(mapping.from().sql(), Mapping.list(mapping.key(), "v"), SAMPLE,
					Mapping.list(mapping.key(), "v").replace(",", " DESC,") + " DESC");
		String row = mapping.compared("v");
		try {
			return this.blue.in(() -> {
				for (String setting : settings) {
					String[] pair = setting.split("=", 2);
					this.blue.client().sql("SELECT set_config(?, ?, true)").params(pair[0], pair[1]).query((r) -> {
					});
				}
				return this.blue.client()
					.sql("SELECT coalesce(bit_xor(hash_record_extended(%s, 0))::text, '') FROM (%s) v".formatted(row,
							rows))
					.query(String.class)
					.single();
			});
		}
		catch (org.springframework.dao.DataAccessException ex) {
			if (io.bluegreen.jobs.work.ServerError.of(ex).isInTheData()) {
				return "";
			}
			throw ex;
		}
	}

}
