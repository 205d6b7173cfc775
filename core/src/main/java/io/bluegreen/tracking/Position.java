package io.bluegreen.tracking;

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
