package io.bluegreen.tracking;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.TextArray;

/**
 * A table with a change log.
 *
 * @param relation its oid
 * @param kind whose its versions are
 * @param version the column with the version, not quoted
 * @param key the columns whose values the log carries, not quoted, in the log's order
 * @param logKey what the log calls these columns, quoted
 * @param log the log, qualified and quoted
 */
public record TrackedTable(long relation, Kind kind, String version, List<String> key, List<String> logKey,
		String log) {

	/**
	 * Whose the versions of a table are.
	 */
	public enum Kind {

		/**
		 * A table of the source: tracking draws a version at every write.
		 */
		VERSIONED,

		/**
		 * A table of the target: its versions come with the rows.
		 */
		LOGGED

	}

	/**
	 * Looks a table up.
	 * @param database where it is
	 * @param relation its oid
	 * @return the tracked table; empty if it is not tracked, or nothing is in that
	 * database
	 */
	public static Optional<TrackedTable> find(JdbcClient database, long relation) {
		boolean installed = database.sql("SELECT to_regclass('bluegreen_track.tracked') IS NOT NULL")
			.query(Boolean.class)
			.single();
		if (!installed) {
			return Optional.empty();
		}
		return database.sql("""
				SELECT kind, version, key, log::text AS log,
				  (SELECT array_agg(quote_ident(bluegreen_track.log_column(k.name)) ORDER BY k.place)
				   FROM unnest(key) WITH ORDINALITY k (name, place)) AS log_key
				FROM bluegreen_track.tracked WHERE relation = ?
				""")
			.param(relation)
			.query((row, i) -> new TrackedTable(relation, Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
					row.getString("version"), TextArray.of(row, "key"), TextArray.of(row, "log_key"),
					row.getString("log")))
			.optional();
	}

	/**
	 * What keeps the log from being whole. An insert log that was paused is no damage.
	 * @param database where the table is
	 * @return a sentence; empty if tracking is intact
	 */
	public Optional<String> damage(JdbcClient database) {
		return database.sql("SELECT bluegreen_track.damage(?::oid::regclass)")
			.param(this.relation)
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single();
	}

}
