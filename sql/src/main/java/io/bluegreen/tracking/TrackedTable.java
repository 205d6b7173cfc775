package io.bluegreen.tracking;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table with a change log.
 *
 * @param relation its oid
 * @param key the columns whose values the log carries, in the order of the log's columns
 * @param log the log, qualified and quoted
 */
public record TrackedTable(long relation, List<String> key, String log) {

	/**
	 * The tracked table of that oid; empty if it is not tracked, or nothing is in this
	 * database.
	 */
	public static Optional<TrackedTable> find(JdbcClient database, long relation) {
		boolean installed = database.sql("SELECT to_regclass('bluegreen_track.tracked') IS NOT NULL")
			.query(Boolean.class)
			.single();
		if (!installed) {
			return Optional.empty();
		}
		return database.sql("SELECT key, log::text FROM bluegreen_track.tracked WHERE relation = ?")
			.param(relation)
			.query((row, i) -> new TrackedTable(relation, List.of((String[]) row.getArray("key").getArray()),
					row.getString("log")))
			.optional();
	}

	/**
	 * What keeps the log from being whole, in a sentence.
	 */
	public Optional<String> damage(JdbcClient database) {
		return database.sql("SELECT bluegreen_track.damage(?::oid::regclass)")
			.param(this.relation)
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single();
	}

}
