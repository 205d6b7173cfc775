package io.bluegreen.jobs.init;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.TableKeys;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.TrackedTable;

/**
 * Reads the tables of one database.
 */
class Tables {

	/** Types below domains are found link by link. Columns come in their order. */
	private static final String ATTRIBUTES = """
			WITH RECURSIVE below (attnum, type, modifier, constrained, filled, depth) AS (
			    SELECT attnum, atttypid, atttypmod, false, false, 0
			    FROM pg_attribute WHERE attrelid = :relation AND attnum > 0 AND NOT attisdropped
			    UNION ALL
			    SELECT b.attnum, t.typbasetype, t.typtypmod,
			           b.constrained OR t.typnotnull OR EXISTS (SELECT FROM pg_constraint WHERE contypid = t.oid),
			           b.filled OR t.typdefault IS NOT NULL, b.depth + 1
			    FROM below b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd'
			), base AS (
			    SELECT DISTINCT ON (attnum) * FROM below ORDER BY attnum, depth DESC
			)
			SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS written, format_type(b.type, NULL) AS plain,
			       b.modifier, b.constrained,
			       ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = b.type ORDER BY e.enumsortorder) AS labels,
			       b.filled OR a.attidentity <> '' OR a.atthasdef AND a.attgenerated = '' AS filled,
			       CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generation
			FROM base b
			JOIN pg_attribute a ON a.attrelid = :relation AND a.attnum = b.attnum
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			ORDER BY a.attnum
			""";

	private static final String KEYS = """
			SELECT k.names
			FROM pg_index x,
			LATERAL (SELECT array_agg(a.attname::text ORDER BY k.n) AS names, bool_and(a.attnotnull) AS not_null
			         FROM unnest(x.indkey) WITH ORDINALITY k (attnum, n)
			         JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
			         WHERE k.n <= x.indnkeyatts) k
			WHERE x.indrelid = :relation AND x.indisunique AND x.indisvalid AND x.indimmediate
			  AND x.indpred IS NULL AND x.indexprs IS NULL AND k.not_null
			ORDER BY x.indisprimary DESC, x.indexrelid
			""";

	/** A longer name would be cut by the server, which loses the end that names it. */
	private static final String VIEW = """
			SELECT format('%I.%I', n.nspname,
			              left(c.relname::text, 54 - (octet_length(c.relname::text) - char_length(c.relname::text))) || '_as_green')
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = :relation
			""";

	private final Side side;

	private final String sideName;

	Tables(Side side, String sideName) {
		this.side = side;
		this.sideName = sideName;
	}

	/**
	 * Reads a table.
	 * @param name as in SQL
	 * @throws RefusedException if there is none of that name
	 */
	Table read(String name) {
		return this.side.in(() -> {
			Catalog catalog = new Catalog(this.side.client());
			Relation relation = catalog.relation(name)
				.filter(Relation::isTable)
				.orElseThrow(() -> new RefusedException("%s is no table of %s".formatted(name, this.sideName),
						"name it as SCHEMA.TABLE, quoted where SQL needs it: Blue's table first, then Green's"));
			return new Table(relation,
					this.side.client().sql(VIEW).param("relation", relation.oid()).query(String.class).single(),
					this.side.client()
						.sql(ATTRIBUTES)
						.param("relation", relation.oid())
						.query((row, i) -> attribute(relation, row))
						.list(),
					this.side.client()
						.sql(KEYS)
						.param("relation", relation.oid())
						.query((row, i) -> TextArray.of(row, "names"))
						.list(),
					new TableKeys(this.side.client()).primary(relation),
					TrackedTable.find(this.side.client(), relation.oid()));
		});
	}

	private static Attribute attribute(Relation relation, ResultSet row) throws SQLException {
		return new Attribute(relation.column(row.getString("attname")).orElseThrow(),
				new Type(row.getString("written"), row.getString("plain"), row.getInt("modifier"),
						row.getBoolean("constrained"), TextArray.of(row, "labels")),
				row.getBoolean("filled"), row.getString("generation"));
	}

}
