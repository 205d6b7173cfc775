package io.bluegreen.jobs.verify;

import java.time.Instant;

/**
 * What is done for rows that changed in Blue and have not come to Green yet, before each
 * further look at them. Under live traffic there is always one whose dual write was lost
 * just now: to wait for the next reconcile of somebody else is to meet the next such row.
 *
 * @param work brings them
 * @param until how long such rows are looked at again, past the time to settle
 */
public record Bringing(Runnable work, Instant until) {

	/** What who may only read does. */
	static final Bringing NOTHING = whileSettling(() -> {
	});

	/** Brings them as long as rows are looked at anyway. */
	public static Bringing whileSettling(Runnable work) {
		return new Bringing(work, Instant.MIN);
	}

	/** Whether a row that waits is looked at once more. */
	boolean goesOn() {
		return Instant.now().isBefore(this.until);
	}

}
