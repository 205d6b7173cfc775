package io.bluegreen.jobs.ledger;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.bluegreen.mapping.Definition;

/**
 * The fixed work of one table.
 *
 * @param id unique in the control schema
 * @param kind backfill or verify
 * @param table its name in the configuration
 * @param mapping that it was made for
 * @param chunkRows rows of a chunk at most
 * @param maxRowsPerSecond shared by all processes that work on it
 * @param state open, complete or replaced
 */
public record Plan(long id, Kind kind, String table, Definition mapping, int chunkRows,
		@Nullable Integer maxRowsPerSecond, String state) {

	/** What the chunks of a plan are taken for. */
	public enum Kind {

		BACKFILL, VERIFY;

		String sql() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
