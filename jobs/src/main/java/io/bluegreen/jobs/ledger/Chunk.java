package io.bluegreen.jobs.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeyRange;

/**
 * A chunk of a plan, claimed.
 *
 * @param id unique across tables
 * @param range its keys
 * @param interruptions how many claims of this chunk in a row ended with their session
 * @param halved whether it is a half, or a half of a half, of one that was interrupted
 * too often
 */
public record Chunk(long id, KeyRange range, int interruptions, boolean halved) {

	static Chunk of(ResultSet row, int i) throws SQLException {
		return new Chunk(row.getLong("chunk_id"),
				new KeyRange(TextArray.orNull(row, "from_key"), TextArray.orNull(row, "to_key")), 0,
				row.getBoolean("halved"));
	}

}
