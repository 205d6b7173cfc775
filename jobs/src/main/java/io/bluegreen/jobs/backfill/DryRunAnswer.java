package io.bluegreen.jobs.backfill;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill would do. Numbers are predicted from one chunk of each table.
 *
 * @param dryRun always true
 */
public record DryRunAnswer(boolean dryRun, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param plan that stands; null: a backfill would make a new one
	 * @param state of the plan: open or complete; new where there is none
	 * @param chunks that are left to be done
	 * @param rows of Blue in them
	 * @param sample the chunk that was tried; null if none is left
	 * @param seconds that the chunks take, all workers together; null where the sample
	 * tells nothing
	 * @param walBytes that Green's server writes meanwhile, for whomever
	 * @param failedChunks of the plan, which stay failed
	 * @param waitsFor tables that a backfill copies first, since the sample's rows refer
	 * to them
	 * @param error of the sample's data, in a sentence without values
	 */
	public record Table(String table, @Nullable Long plan, String state, long chunks, long rows,
			@Nullable Sample sample, @Nullable Double seconds, @Nullable Long walBytes, long failedChunks,
			List<String> waitsFor, @Nullable String error) {

		@JsonIgnore
		public boolean isComplete() {
			return this.state.equals("complete");
		}

	}

	/**
	 * A chunk that was applied and rolled back.
	 *
	 * @param from exclusive; empty: from the first key on
	 * @param to inclusive; empty: to the last key
	 * @param scanned rows that the view showed
	 * @param applied rows written to Green
	 * @param unchanged rows that Green had already, the same or newer
	 */
	public record Sample(Map<String, String> from, Map<String, String> to, long scanned, long applied, long unchanged,
			double seconds) {
	}

	/** Whether a backfill would end with chunks that failed. */
	public boolean foreseesFailure() {
		return this.tables.stream().anyMatch((table) -> table.error() != null || table.failedChunks() > 0);
	}

}
