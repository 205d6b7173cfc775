package io.bluegreen.jobs.queue;

import java.util.List;

import io.bluegreen.failure.ServerError;

/**
 * A row that Green did not take.
 *
 * @param key the text of its key columns' values
 */
public record Refusal(List<String> key, ServerError error) {

	/**
	 * Whether it waits for another row, which may yet come, go or change; else it is to
	 * blame itself.
	 */
	public boolean waits() {
		return this.error.isRowConflict();
	}

}
