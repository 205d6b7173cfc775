package io.bluegreen.jobs.preflight;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Columns;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A view must say the same at every look: no function that is volatile, none that tells
 * the time or the session, and the same answer under other session settings.
 */
class Deterministic implements MappingCheck {

	/**
	 * Functions by their oids in the rewrite rules' trees: pg_depend does not list
	 * built-in ones. CURRENT_TIMESTAMP and its kin are nodes of their own. A body that is
	 * a string is searched for names: it may be labelled as what it is not. OFFSET 0
	 * keeps the planner from searching the bodies of all functions of the server first.
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
			    SELECT i.oid
			    FROM nested n JOIN pg_proc p ON p.oid = n.oid,
			    LATERAL (
			        SELECT m[1]::oid AS oid
			        FROM regexp_matches(p.prosqlbody::text, ':(?:funcid|opfuncid) (\\d+)', 'g') m
			        UNION ALL
			        SELECT q.oid
			        FROM pg_language l, regexp_matches(regexp_replace(p.prosrc, '--[^\\n]*', '', 'g'), '(\\w+)"?\\s*\\(', 'g') m
			        JOIN pg_proc q ON q.proname = lower(m[1])
			        WHERE l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL
			          AND NOT EXISTS (SELECT FROM pg_proc o WHERE o.proname = q.proname AND o.oid <> q.oid
			                          AND o.provolatile = 'i')
			    ) i
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
			UNION ALL
			SELECT p.oid::regprocedure::text || ' tells the time or the session'
			FROM nested n CROSS JOIN LATERAL (SELECT * FROM pg_proc p WHERE p.oid = n.oid OFFSET 0) p
			JOIN pg_language l ON l.oid = p.prolang
			WHERE l.lanname IN ('sql', 'plpgsql')
			  AND (p.prosqlbody::text LIKE '%{SQLVALUEFUNCTION%' OR regexp_replace(p.prosrc, '--[^\\n]*', '', 'g')
			       ~* '\\m(current_(timestamp|time|date|user|role|schema|catalog)|localtime(stamp)?|session_user)\\M')
			LIMIT 1
			""";

	/** Of one statement, in milliseconds, of which there are four that take time. */
	private static final String TIMEOUT = "400";

	private static final List<String[]> OTHER_SETTINGS = List.of(new String[] { "TimeZone", "Asia/Kathmandu" },
			new String[] { "DateStyle", "ISO, DMY" }, new String[] { "IntervalStyle", "sql_standard" },
			new String[] { "extra_float_digits", "-5" }, new String[] { "bytea_output", "escape" },
			new String[] { "search_path", "public, pg_catalog" },
			new String[] { "default_text_search_config", "pg_catalog.simple" }, new String[] { "xmlbinary", "hex" });

	private static final Logger logger = LoggerFactory.getLogger(Deterministic.class);

	private final Side blue;

	Deterministic(Side blue) {
		this.blue = blue;
	}

	@Override
	public String name() {
		return "the view says the same at every look";
	}

	@Override
	public void require(Mapping mapping) {
		List<String> wayward = this.blue
			.in(() -> this.blue.client().sql(WAYWARD).param("view", mapping.from().oid()).query(String.class).list());
		if (!wayward.isEmpty()) {
			throw new RefusedException(
					"%s: %s cannot be compared: %s".formatted(mapping.table(), mapping.from().sql(), wayward.get(0)),
					"write the view with immutable expressions, for example `AT TIME ZONE 'UTC'`");
		}
		if (!saysTheSame(mapping)) {
			throw new RefusedException(
					"%s: %s answers differently under another TimeZone, DateStyle, IntervalStyle or search_path"
						.formatted(mapping.table(), mapping.from().sql()),
					"write the view so that it does not depend on the session, for example `AT TIME ZONE 'UTC'`, `to_char`");
		}
	}

	/** In one snapshot for both: live writes are no reason to refuse. */
	private boolean saysTheSame(Mapping mapping) {
		try {
			return this.blue.inSnapshot(() -> {
				set("statement_timeout", TIMEOUT);
				Sample sample = Sample.of(this.blue, mapping);
				String usual = hash(mapping, sample);
				for (String[] setting : OTHER_SETTINGS) {
					set(setting[0], setting[1]);
				}
				String other = usual.isEmpty() ? "" : hash(mapping, sample);
				return other.isEmpty() || other.equals(usual);
			});
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).sqlState().equals("57014")) {
				throw ex;
			}
			logger.warn("{}: some rows of {} take too long to see whether they depend on the session", mapping.table(),
					mapping.from().sql());
			return true;
		}
	}

	private void set(String setting, String value) {
		this.blue.client().sql("SELECT set_config(?, ?, true)").params(setting, value).query((row) -> {
		});
	}

	/**
	 * A hash over rows of which a small table shows each twice: XOR would cancel them. In
	 * binary, since the text of a value does depend on the session. Empty if the view
	 * cannot evaluate them, which rejects will say.
	 */
	private String hash(Mapping mapping, Sample sample) {
		String hash = "coalesce(sum(hashtextextended(encode(record_send(ROW(%s)), 'hex'), 0))::text, '')"
			.formatted(Columns.of(mapping.decisive()).list("v"));
		try {
			return this.blue.nested(() -> sample.query(this.blue, mapping, hash).query(String.class).single());
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (error.isDataError()) {
				return "";
			}
			if (error.sqlState().equals("42501")) {
				throw Privileges.lacking(mapping, mapping.from().sql());
			}
			if (error.sqlState().startsWith("42")) {
				throw new RefusedException(
						"%s: %s needs a search_path that the jobs do not set: %s".formatted(mapping.table(),
								mapping.from().sql(), error.sentence()),
						"name the schema of every table, function and type that its functions use");
			}
			throw ex;
		}
	}

}
