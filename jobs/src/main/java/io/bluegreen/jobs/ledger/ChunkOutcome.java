package io.bluegreen.jobs.ledger;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What became of a chunk.
 *
 * @param state done, failed or deferred
 * @param scanned rows that the view showed
 * @param applied rows written to Green, or, in a verification, rows that match
 * @param seconds that it took
 * @param sqlState of the error
 * @param error in a sentence without values
 * @param detail what a verification saw, as JSON
 */
public record ChunkOutcome(long chunk, State state, long scanned, long applied, double seconds,
		@Nullable String sqlState, @Nullable String error, @Nullable String detail) {

	/** States that a claimed chunk can go to. */
	public enum State {

		DONE, FAILED, DEFERRED;

		String sql() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** A chunk that is done. */
	public static ChunkOutcome done(Chunk chunk, long scanned, long applied, double seconds) {
		return new ChunkOutcome(chunk.id(), State.DONE, scanned, applied, seconds, null, null, null);
	}

	/**
	 * The same chunk, some of whose rows were refused.
	 * @param error of one of them
	 */
	public ChunkOutcome refusing(State state, String sqlState, String error) {
		return new ChunkOutcome(this.chunk, state, this.scanned, this.applied, this.seconds, sqlState, error, null);
	}

	/** A chunk whose data fail. */
	public static ChunkOutcome failed(Chunk chunk, State state, double seconds, String sqlState, String error) {
		return new ChunkOutcome(chunk.id(), state, 0, 0, seconds, sqlState, error, null);
	}

}
