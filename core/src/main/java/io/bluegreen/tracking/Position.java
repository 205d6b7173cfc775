package io.bluegreen.tracking;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where the change log of a table stood at one moment, with the evidence that tells later
 * whether that still holds. Take it before the first read, in READ COMMITTED; store it
 * once the server has flushed past the last read.
 *
 * @param json the text of what {@code bluegreen_track.position} said
 */
public record Position(String json) {

	/**
	 * The position now.
	 * @param database where the table is
	 * @param relation the table's oid
	 * @return its position
	 * @throws org.springframework.dao.DataAccessException with SQLSTATE BG009 on a
	 * standby
	 */
	public static Position now(JdbcClient database, long relation) {
		return new Position(database.sql("SELECT bluegreen_track.position(?::oid::regclass)::text")
			.param(relation)
			.query(String.class)
			.single());
	}

	/**
	 * The positions of several tables now, in one snapshot: a transaction that wrote a
	 * parent and its child is in both logs or in none.
	 * @param database where the tables are
	 * @param relations the tables' oids
	 * @param mappings the evidence of what reads each of them, as JSON
	 * @return their positions, in the same order
	 * @throws org.springframework.dao.DataAccessException as
	 * {@link #now(JdbcClient, long)}
	 */
	public static List<Position> now(JdbcClient database, List<Long> relations, List<String> mappings) {
		return database
			.sql("""
					SELECT (bluegreen_track.position(relation::oid::regclass) || jsonb_build_object('mapping', mapping::jsonb))::text
					FROM unnest(:relations::bigint[], :mappings::text[]) WITH ORDINALITY t (relation, mapping, place) ORDER BY place
					""")
			.param("relations", relations.toArray(Long[]::new))
			.param("mappings", mappings.toArray(String[]::new))
			.query((row, i) -> new Position(row.getString(1)))
			.list();
	}

	/**
	 * Whether the log can be read from this position on, whatever became of the mapping.
	 * @param now a later position of the same table
	 */
	public boolean isOfOneLog(JdbcClient database, Position now) {
		return database.sql("SELECT bluegreen_track.broken(?::jsonb - 'mapping', ?::jsonb - 'mapping') IS NULL")
			.params(this.json, now.json)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Why nothing can go on from this position any more.
	 * @param database any database with the tracking in it
	 * @param now a later position of the same table
	 * @return a sentence; empty if this position stands
	 */
	public Optional<String> broken(JdbcClient database, Position now) {
		return database.sql("SELECT bluegreen_track.broken(?::jsonb, ?::jsonb)")
			.params(this.json, now.json)
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single();
	}

}
