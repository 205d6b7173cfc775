package io.bluegreen.jobs.ledger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.ledger.ChunkOutcome.State;
import io.bluegreen.mapping.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ChunkOutcomeTests {

	private static final Chunk CHUNK = new Chunk(7, new KeyRange(null, null), 0, false);

	@Test
	void chunkThatIsDoneHasNoError() {
		assertThat(ChunkOutcome.done(CHUNK, 10, 9, 0.5))
			.isEqualTo(new ChunkOutcome(7, State.DONE, 10, 9, 0.5, null, null, null));
	}

	@Test
	void refusedRowsLeaveTheCountsOfTheChunkAsTheyAre() {
		assertThat(ChunkOutcome.done(CHUNK, 10, 9, 0.5).refusing(State.FAILED, "22001", "too long"))
			.isEqualTo(new ChunkOutcome(7, State.FAILED, 10, 9, 0.5, "22001", "too long", null));
	}

	@Test
	void chunkThatFailedHasWrittenNothing() {
		assertThat(ChunkOutcome.failed(CHUNK, State.DEFERRED, 0.5, "23503", "no parent"))
			.isEqualTo(new ChunkOutcome(7, State.DEFERRED, 0, 0, 0.5, "23503", "no parent", null));
	}

	@Test
	void statesAreWrittenInLowerCase() {
		assertThat(State.DEFERRED.sql()).isEqualTo("deferred");
	}

}
