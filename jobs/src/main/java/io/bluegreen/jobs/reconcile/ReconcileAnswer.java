package io.bluegreen.jobs.reconcile;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a reconcile did.
 *
 * @param answer COMPLETE or INCOMPLETE
 */
public record ReconcileAnswer(String answer, List<Table> tables) {

	/**
	 * One table of it.
	 *
	 * @param changes keys that had changed
	 * @param applied rows written to Green
	 * @param deleted rows deleted from Green
	 * @param rejected keys that could not be set; they stay queued
	 * @param lagSeconds age of the position that Green is now sure to have reached
	 * @param broken why no pass can go on from the position that was noted
	 */
	public record Table(String table, long changes, long applied, long deleted, long rejected, double lagSeconds,
			@Nullable String broken) {
	}

	static ReconcileAnswer of(List<Table> tables) {
		boolean complete = tables.stream().allMatch((table) -> table.rejected() == 0 && table.broken() == null);
		return new ReconcileAnswer(complete ? "COMPLETE" : "INCOMPLETE", tables);
	}

	public boolean isComplete() {
		return this.answer.equals("COMPLETE");
	}

}
