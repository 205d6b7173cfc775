package io.bluegreen.jobs.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.bluegreen.jobs.queue.Refusal;

/**
 * An outcome as its row in the ledger has it.
 */
record RecordedChunk(String state, long scanned, long applied, double seconds, @Nullable String sqlState,
		@Nullable String error, @Nullable String detail) {

	static RecordedChunk of(ChunkOutcome outcome) {
		if (outcome instanceof ChunkOutcome.Applied applied) {
			boolean waits = applied.refusals().stream().anyMatch(Refusal::waits);
			return new RecordedChunk(waits ? "deferred" : "done", applied.scanned(), applied.applied(),
					applied.seconds(), null, null, null);
		}
		if (outcome instanceof ChunkOutcome.Compared compared) {
			return new RecordedChunk("done", compared.scanned(), compared.matching(), compared.seconds(), null, null,
					compared.detail());
		}
		ChunkOutcome.Failed failed = (ChunkOutcome.Failed) outcome;
		return new RecordedChunk("failed", 0, 0, failed.seconds(), failed.sqlState(), failed.error(), null);
	}

	void bind(PreparedStatement statement, long chunk) throws SQLException {
		statement.setString(1, this.state);
		statement.setLong(2, this.scanned);
		statement.setLong(3, this.applied);
		statement.setDouble(4, this.seconds);
		statement.setString(5, this.sqlState);
		statement.setString(6, this.error);
		statement.setString(7, this.detail);
		statement.setLong(8, chunk);
		statement.setLong(9, chunk);
	}

}
