package io.bluegreen.jobs.ledger;

import java.util.List;

import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.mapping.KeyRange;

/**
 * What became of a claimed chunk.
 */
public sealed interface ChunkOutcome {

	/** Its number. */
	long chunk();

	/** Rows that the view showed; in a verification keys on either side. */
	long scanned();

	/** Rows written to Green; in a verification keys that match. */
	long applied();

	/** That it took. */
	double seconds();

	/**
	 * Its rows are in Green, but for those that were refused.
	 *
	 * @param applied rows written to Green
	 * @param refusals rows that wait for others, or are to blame themselves
	 * @param left ranges at its end that were not tried, to become chunks of their own
	 */
	record Applied(long chunk, long scanned, long applied, double seconds, List<Refusal> refusals,
			List<KeyRange> left) implements ChunkOutcome {

		/** All of its rows are in Green. */
		public static Applied whole(Chunk chunk, long scanned, long applied, double seconds) {
			return new Applied(chunk.id(), scanned, applied, seconds, List.of(), List.of());
		}

	}

	/**
	 * It was compared.
	 *
	 * @param matching the same on both sides
	 * @param detail what was seen, as JSON
	 */
	record Compared(long chunk, long scanned, long matching, double seconds, String detail) implements ChunkOutcome {

		@Override
		public long applied() {
			return this.matching;
		}

	}

	/**
	 * It is set aside: nothing can be said of single rows.
	 *
	 * @param sqlState of the error
	 * @param error in a sentence without values
	 */
	record Failed(long chunk, double seconds, String sqlState, String error) implements ChunkOutcome {

		@Override
		public long scanned() {
			return 0;
		}

		@Override
		public long applied() {
			return 0;
		}

	}

}
