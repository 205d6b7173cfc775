package io.bluegreen.catalog;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of tables of one database.
 */
public record TableKeys(JdbcClient database) {

	/**
	 * The columns of the primary key, in its order; empty where there is none.
	 */
	public List<String> primary(Relation table) {
		return this.database.sql("""
				SELECT a.attname
				FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY k (attnum, i)
				JOIN pg_attribute a ON a.attnum = k.attnum
				WHERE c.conrelid = :relation AND c.contype = 'p' AND a.attrelid = c.conrelid
				ORDER BY k.i
				""").param("relation", table.oid()).query(String.class).list();
	}

	/**
	 * Whether a full, valid, immediate unique index lies on exactly these columns, and
	 * none of them may be NULL.
	 */
	public boolean isKey(Relation table, List<String> columns) {
		return this.database
			.sql("""
					SELECT EXISTS (
					    SELECT FROM pg_index x
					    WHERE x.indrelid = :relation AND x.indisunique AND x.indisvalid AND x.indimmediate
					      AND x.indpred IS NULL AND x.indexprs IS NULL
					      AND (SELECT bool_and(a.attnotnull)
					                  AND array_agg(a.attname::text ORDER BY a.attname::text COLLATE pg_catalog."C")
					                      = (SELECT array_agg(c ORDER BY c COLLATE pg_catalog."C") FROM unnest(:columns::text[]) c)
					           FROM unnest(x.indkey) WITH ORDINALITY k (attnum, n)
					           JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
					           WHERE k.n <= x.indnkeyatts))
					""")
			.param("relation", table.oid())
			.param("columns", columns.toArray(String[]::new))
			.query(Boolean.class)
			.single();
	}

}
