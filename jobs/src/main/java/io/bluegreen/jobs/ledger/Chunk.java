package io.bluegreen.jobs.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.bluegreen.mapping.KeyRange;

/**
 * A chunk of a plan, claimed.
 *
 * @param id unique across tables
 * @param range its keys
 * @param interruptions how many claims of this chunk in a row ended with their session
 * @param halved whether it is a half of one that was interrupted too often
 */
public record Chunk(long id, KeyRange range, int interruptions, boolean halved) {

	static Chunk of(ResultSet row, int i) throws SQLException {
		return new Chunk(row.getLong("chunk_id"),
				new KeyRange(list(row.getArray("from_key")), list(row.getArray("to_key"))), 0,
				row.getBoolean("halved"));
	}

	private static @Nullable List<String> list(@Nullable Array bound) throws SQLException {
		return (bound == null) ? null : List.of((String[]) bound.getArray());
	}

}
