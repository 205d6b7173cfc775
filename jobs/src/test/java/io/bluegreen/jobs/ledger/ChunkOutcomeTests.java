package io.bluegreen.jobs.ledger;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.queue.Refusal;
import io.bluegreen.mapping.KeyRange;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ChunkOutcomeTests {

	private static final Chunk CHUNK = new Chunk(7, new KeyRange(null, null), 0, false);

	private static final Refusal BAD = new Refusal(List.of("1"), ServerError.of("23514", "positive", "new.t"));

	private static final Refusal WAITING = new Refusal(List.of("2"), ServerError.of("23503", "parent", "new.t"));

	private static RecordedChunk applied(Refusal... refusals) {
		return RecordedChunk
			.of(new ChunkOutcome.Applied(7, 10, 9, 0.5, List.of(refusals), List.of(new KeyRange(List.of("9"), null))));
	}

	@Test
	void chunkThatIsWholeHasNoError() {
		assertThat(RecordedChunk.of(ChunkOutcome.Applied.whole(CHUNK, 10, 9, 0.5)))
			.isEqualTo(new RecordedChunk("done", 10, 9, 0.5, null, null, null));
	}

	@Test
	void rowsThatAreToBlameLeaveTheirChunkDone() {
		assertThat(applied(BAD)).isEqualTo(new RecordedChunk("done", 10, 9, 0.5, null, null, null));
	}

	@Test
	void rowThatWaitsForAnotherDefersItsChunk() {
		assertThat(applied(BAD, WAITING).state()).isEqualTo("deferred");
	}

	@Test
	void chunkThatFailedHasWrittenNothing() {
		assertThat(RecordedChunk.of(new ChunkOutcome.Failed(7, 0.5, "57P01", "ended")))
			.isEqualTo(new RecordedChunk("failed", 0, 0, 0.5, "57P01", "ended", null));
	}

	@Test
	void comparedChunkKeepsWhatWasSeen() {
		assertThat(RecordedChunk.of(new ChunkOutcome.Compared(7, 10, 8, 0.5, "{}")))
			.isEqualTo(new RecordedChunk("done", 10, 8, 0.5, null, null, "{}"));
	}

}
