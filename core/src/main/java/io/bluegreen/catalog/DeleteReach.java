package io.bluegreen.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a DELETE does beside what it says.
 */
public record DeleteReach(JdbcClient database) {

	/**
	 * Whether more may go than a row that is deleted, or come back elsewhere than it was:
	 * a foreign key that cascades points at the table, somebody's trigger runs on DELETE,
	 * or tables inherit from it that are no partitions. (A foreign key that does not
	 * cascade lets a row go only if it is back at the end of the statement.)
	 */
	public boolean goesFurther(Relation table) {
		return this.database
			.sql("""
					WITH RECURSIVE tree AS (
					    SELECT :relation::oid AS relation
					    UNION
					    SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.relation)
					SELECT EXISTS (
					    SELECT FROM tree JOIN pg_class c ON c.oid = tree.relation
					    WHERE c.oid <> :relation AND NOT c.relispartition
					       OR EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.oid
					                    AND f.confdeltype IN ('c', 'n', 'd'))
					       OR EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
					                  WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 8 <> 0
					                    AND p.pronamespace::regnamespace::text <> 'bluegreen_track'))
					""")
			.param("relation", table.oid())
			.query(Boolean.class)
			.single();
	}

}
