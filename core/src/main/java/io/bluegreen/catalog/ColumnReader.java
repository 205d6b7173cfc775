package io.bluegreen.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the columns of relations, and what is to be known of their types.
 */
record ColumnReader(JdbcClient database) {

	/**
	 * A column is compared by its value where every type inside it is built in, has an
	 * extended hash that is the same in every database (an enum's is not), and its
	 * {@code =} means identity as far as a reader can see. Interval is out
	 * ({@code '1 mon' = '30 days'}), so are nondeterministic collations, arrays (but
	 * numeric's, for 1.0 and 1.00), and types that came with an extension or a user
	 * (citext). Types are named as they are under the pinned search_path, whatever the
	 * session's own.
	 * <p>
	 * {@code whole} are the hash functions of the server that were read and cover every
	 * byte of a value (hashbpchar but for trailing blanks, hashfloat but for the sign of
	 * zero, both equal on purpose). A type whose default one is not among them is hashed
	 * as what it sends, or as its text: as the type itself writes it, by concat, where
	 * somebody made a cast to text, which need not tell values apart.
	 * <p>
	 * {@code spelled} are types that are written, under the pinned settings, so that any
	 * server reads the same value: not money, which is written as a locale does, nor a
	 * type with a cast that somebody made. (A cast to text drops the blanks of a
	 * character without a length; bytes in no encoding are no text to a client.)
	 * <p>
	 * The {@code shape} of a composite type has its fields: their values travel, and are
	 * compared, by place.
	 */
	private static final String COLUMNS = """
			WITH RECURSIVE pinned AS MATERIALIZED (
			    SELECT set_config('search_path', 'pg_catalog', true), set_config('quote_all_identifiers', 'off', true)
			), inside (relation, attnum, type) AS (
			    SELECT attrelid, attnum, atttypid FROM pg_attribute
			    WHERE attrelid = ANY (:relations::oid[]) AND attnum > 0 AND NOT attisdropped
			    UNION
			    SELECT i.relation, i.attnum, n.type
			    FROM inside i
			    JOIN pg_type t ON t.oid = i.type
			    LEFT JOIN pg_range r ON r.rngtypid = t.oid OR r.rngmultitypid = t.oid,
			    LATERAL (VALUES (nullif(t.typbasetype, 0)), (nullif(t.typelem, 0)), (r.rngsubtype)) n (type)
			    WHERE n.type IS NOT NULL AND (t.typlen = -1 OR t.typtype <> 'b')
			), base (relation, attnum, type, modifier) AS (
			    SELECT attrelid, attnum, atttypid, atttypmod FROM pg_attribute
			    WHERE attrelid = ANY (:relations::oid[]) AND attnum > 0 AND NOT attisdropped
			    UNION ALL
			    SELECT b.relation, b.attnum, t.typbasetype, t.typtypmod
			    FROM base b JOIN pg_type t ON t.oid = b.type AND t.typtype = 'd'
			), bound AS (
			    SELECT t.oid FROM pg_type t
			    WHERE t.typsend = 0 OR t.typreceive = 0 OR t.oid >= 16384 AND t.typtype NOT IN ('e', 'd')
			       OR t.typcategory = 'N' AND t.typname LIKE 'reg%' OR t.oid = 'xml'::regtype
			), whole AS (
			    -- OFFSET 0: looked up for each of these, not joined with all that there are.
			    SELECT c.opcintype AS type
			    FROM pg_opclass c
			    WHERE c.opcmethod = (SELECT oid FROM pg_am WHERE amname = 'hash') AND c.opcdefault
			      AND c.opcintype IN ('bool'::regtype, 'bytea'::regtype, '"char"'::regtype, 'name'::regtype, 'int2'::regtype,
			                          'int4'::regtype, 'oid'::regtype, 'text'::regtype, 'bpchar'::regtype, 'date'::regtype,
			                          'uuid'::regtype, 'float4'::regtype, 'float8'::regtype)
			      AND EXISTS (
			          SELECT FROM pg_amproc p
			          JOIN pg_proc f ON f.oid = p.amproc AND f.pronamespace = 'pg_catalog'::regnamespace
			          WHERE p.amprocfamily = c.opcfamily AND p.amprocnum = 2
			            AND p.amproclefttype = c.opcintype AND p.amprocrighttype = c.opcintype
			            AND f.proname IN ('hashcharextended', 'hashboolextended', 'hashvarlenaextended', 'hashbyteaextended',
			                              'hashnameextended', 'hashint2extended', 'hashint4extended', 'hashoidextended',
			                              'hashtextextended', 'hashbpcharextended', 'hashdateextended', 'uuid_hash_extended',
			                              'hashfloat4extended', 'hashfloat8extended')
			          OFFSET 0)
			), sent (type, bytes) AS (
			    VALUES ('bigint'::regtype, 'int8send(%s)'), ('numeric'::regtype, 'numeric_send(trim_scale(%s))'),
			           ('timestamptz'::regtype, 'timestamptz_send(%s)'), ('timestamp'::regtype, 'timestamp_send(%s)'),
			           ('time'::regtype, 'time_send(%s)'), ('timetz'::regtype, 'timetz_send(%s)'),
			           ('varchar'::regtype, '%s COLLATE pg_catalog."C"')
			), untrusted AS (
			    SELECT t.oid
			    FROM pg_type t
			    WHERE t.oid IN (SELECT type FROM inside)
			      AND (t.oid = 'interval'::regtype
			       OR t.typtype IN ('c', 'e')
			       OR EXISTS (SELECT FROM pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid) AND r.rngcollation <> 0)
			       OR t.typtype = 'b' AND t.oid >= 16384 AND t.typcategory <> 'A'
			       OR t.typtype = 'b' AND t.typcategory = 'A' AND t.oid <> 'numeric[]'::regtype
			       OR t.typtype = 'b' AND NOT EXISTS (
			            SELECT FROM pg_opclass c
			            JOIN pg_amproc p ON p.amprocfamily = c.opcfamily AND p.amprocnum = 2
			            WHERE c.opcmethod = (SELECT oid FROM pg_am WHERE amname = 'hash') AND c.opcdefault
			              AND (c.opcintype = t.oid
			                   OR EXISTS (SELECT FROM pg_cast s WHERE s.castsource = t.oid AND s.casttarget = c.opcintype
			                              AND s.castmethod = 'b' AND s.castcontext = 'i')
			                   OR t.typcategory = 'A' AND c.opcintype = 'anyarray'::regtype)))
			), spelled AS (
			    SELECT t.oid FROM pg_type t
			    WHERE t.oid >= 16384 AND NOT EXISTS (
			           SELECT FROM pg_cast c
			           WHERE (c.castsource, c.casttarget) IN ((t.oid, 'text'::regtype), ('text'::regtype, t.oid)) AND c.castmethod = 'f')
			       OR t.typcategory = 'A' OR t.typtype IN ('r', 'm')
			       OR t.oid IN ('bool'::regtype, 'bytea'::regtype, '"char"'::regtype, 'name'::regtype, 'int2'::regtype, 'int4'::regtype,
			                    'int8'::regtype, 'oid'::regtype, 'float4'::regtype, 'float8'::regtype, 'numeric'::regtype,
			                    'text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'json'::regtype, 'jsonb'::regtype,
			                    'uuid'::regtype, 'date'::regtype, 'time'::regtype, 'timetz'::regtype, 'timestamp'::regtype,
			                    'timestamptz'::regtype, 'interval'::regtype, 'bit'::regtype, 'varbit'::regtype, 'inet'::regtype,
			                    'cidr'::regtype, 'macaddr'::regtype, 'macaddr8'::regtype, 'point'::regtype, 'line'::regtype,
			                    'lseg'::regtype, 'box'::regtype, 'path'::regtype, 'polygon'::regtype, 'circle'::regtype,
			                    'tsvector'::regtype, 'tsquery'::regtype, 'pg_lsn'::regtype, 'xid8'::regtype)
			), said AS (
			    SELECT relation, attnum,
			           bool_or(type IN (SELECT oid FROM untrusted)) AS untrusted, bool_or(type IN (SELECT oid FROM bound)) AS bound,
			           bool_and(type IN (SELECT oid FROM spelled)) AND getdatabaseencoding() <> 'SQL_ASCII' AS spelled,
			           coalesce(array_agg(DISTINCT format_type(type, NULL)) FILTER (
			               WHERE type IN ('numeric'::regtype, 'real'::regtype, 'double precision'::regtype, 'jsonb'::regtype,
			                              'bpchar'::regtype)), '{}') AS loose
			    FROM inside GROUP BY relation, attnum
			)
			SELECT a.attrelid::bigint AS relation, a.attname, quote_ident(a.attname) AS sql, format_type(a.atttypid, a.atttypmod) AS type,
			       CASE WHEN c.oid IS NULL THEN '' ELSE format('%I.%I', n.nspname, c.collname) END AS collation,
			       a.attnotnull, a.attgenerated <> '' AS generated,
			       coalesce(NOT c.collisdeterministic, false) OR i.untrusted AS compared_as_text,
			       CASE WHEN coalesce(NOT c.collisdeterministic, false) OR i.untrusted THEN w.text
			            WHEN s.bytes IS NOT NULL THEN s.bytes
			            WHEN t.oid IN (SELECT type FROM whole) THEN CASE WHEN c.oid IS NULL THEN '%s' ELSE '%s COLLATE pg_catalog."C"' END
			            ELSE w.text END AS bytes,
			       i.loose,
			       i.bound AS sent_as_text,
			       i.spelled AND (t.oid <> 'bpchar'::regtype OR b.modifier >= 0) AS text_is_value,
			       CASE WHEN t.oid < 16384 THEN format_type(t.oid, b.modifier)
			            WHEN t.typtype = 'e' THEN 'enum'
			            WHEN e.typtype = 'e' THEN 'enum[]'
			            ELSE t.typname || (
			                WITH RECURSIVE field (path, name, type, oid) AS (
			                    SELECT ARRAY[f.attnum], quote_ident(f.attname), format_type(f.atttypid, f.atttypmod), f.atttypid
			                    FROM pg_attribute f
			                    WHERE f.attrelid IN (t.typrelid, e.typrelid) AND f.attnum > 0 AND NOT f.attisdropped
			                    UNION ALL
			                    SELECT o.path || f.attnum, o.name || '.' || quote_ident(f.attname), format_type(f.atttypid, f.atttypmod), f.atttypid
			                    FROM field o
			                    JOIN pg_type u ON u.oid = o.oid
			                    LEFT JOIN pg_type v ON v.oid = u.typelem AND u.typcategory = 'A'
			                    JOIN pg_attribute f ON f.attrelid IN (u.typrelid, v.typrelid) AND f.attnum > 0 AND NOT f.attisdropped)
			                SELECT coalesce('(' || string_agg(CASE WHEN oid < 16384 THEN name || ' ' || type ELSE name END, ', ' ORDER BY path) || ')', '')
			                FROM field) END AS shape,
			       CASE WHEN t.typtype = 'e' THEN (SELECT string_agg(quote_literal(l.enumlabel), ',' ORDER BY l.enumsortorder)
			                                       FROM pg_enum l WHERE l.enumtypid = t.oid)
			            WHEN c.oid IS NULL THEN ''
			            WHEN o.provider = 'b' OR o.provider = 'c' AND o.locale IN ('C', 'POSIX') THEN 'code points'
			            ELSE concat_ws(' ', o.provider, o.locale, o.version, o.rules) END AS value_order
			FROM pg_attribute a CROSS JOIN pinned
			JOIN base b ON b.relation = a.attrelid AND b.attnum = a.attnum
			JOIN said i ON i.relation = a.attrelid AND i.attnum = a.attnum
			JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
			LEFT JOIN sent s ON s.type = t.oid
			LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
			CROSS JOIN LATERAL (
			    SELECT CASE WHEN EXISTS (SELECT FROM pg_cast s
			                             WHERE s.castsource = t.oid AND s.casttarget = 'text'::regtype AND s.castmethod = 'f' AND t.oid >= 16384)
			                THEN 'CASE WHEN %s IS DISTINCT FROM NULL THEN concat(%s) END' ELSE '%s::text' END
			           || ' COLLATE pg_catalog."C"' AS text) w
			LEFT JOIN pg_collation c ON c.oid = a.attcollation
			LEFT JOIN pg_namespace n ON n.oid = c.collnamespace
			LEFT JOIN pg_database d ON d.datname = current_database() AND c.collprovider = 'd',
			LATERAL (SELECT to_jsonb(c) || coalesce(to_jsonb(d), '{}') AS said) y,
			LATERAL (SELECT coalesce(said ->> 'datlocprovider', nullif(said ->> 'collprovider', 'd'), 'c') AS provider,
			                coalesce(said ->> 'datlocale', said ->> 'daticulocale', said ->> 'colllocale',
			                         said ->> 'colliculocale', said ->> 'datcollate', said ->> 'collcollate') AS locale,
			                coalesce(said ->> 'datcollversion', said ->> 'collversion') AS version,
			                coalesce(said ->> 'daticurules', said ->> 'collicurules') AS rules) o
			WHERE a.attrelid = ANY (:relations::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
			ORDER BY a.attrelid, a.attnum
			""";

	/** By the relations' oids, in their order. */
	Map<Long, List<Column>> columns(Collection<Relation> relations) {
		Map<Long, List<Column>> columns = new HashMap<>();
		Long[] oids = relations.stream().map(Relation::oid).toArray(Long[]::new);
		if (oids.length > 0) {
			this.database.sql(COLUMNS).param("relations", oids).query((row) -> {
				columns.computeIfAbsent(row.getLong("relation"), (relation) -> new ArrayList<>()).add(column(row));
			});
		}
		return columns;
	}

	private static Column column(ResultSet row) throws SQLException {
		return new Column(row.getString("attname"), row.getString("sql"), row.getString("type"),
				row.getString("collation"), row.getBoolean("attnotnull"), row.getBoolean("generated"),
				row.getBoolean("compared_as_text"), row.getString("bytes"), TextArray.of(row, "loose"),
				row.getBoolean("sent_as_text"), row.getBoolean("text_is_value"), row.getString("shape"),
				row.getString("value_order"));
	}

}
