package io.bluegreen.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of one side: how many, and the exclusive or of their hashes.
 */
final class Digest {

	private final AtomicLong rows = new AtomicLong();

	private final AtomicLong hash = new AtomicLong();

	/** Adds what a range came to. */
	void add(ResultSet range) throws SQLException {
		this.rows.addAndGet(range.getLong("rows"));
		long seen = range.getLong("hash");
		this.hash.accumulateAndGet(seen, (one, other) -> one ^ other);
	}

	long rows() {
		return this.rows.get();
	}

	boolean isSame(Digest other) {
		return rows() == other.rows() && this.hash.get() == other.hash.get();
	}

}
