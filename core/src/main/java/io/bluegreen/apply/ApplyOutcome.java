package io.bluegreen.apply;

import io.bluegreen.failure.ServerError;

/**
 * How an apply ended. Whatever it is, the target has what it had, or what the source
 * said.
 */
public sealed interface ApplyOutcome {

	/**
	 * The target has what the source says of these keys, or something newer.
	 */
	record Applied(ApplyCount count) implements ApplyOutcome {
	}

	/**
	 * The target has no place for one of the rows: nothing of these keys was written, and
	 * the same again changes nothing until the row, or another one, does. Reconcile names
	 * it.
	 */
	record Rejected(ServerError error) implements ApplyOutcome {
	}

	/**
	 * The target is not written from the source any more, or not under the mapping that
	 * there is now.
	 *
	 * @param reason a sentence
	 */
	record Refused(String reason) implements ApplyOutcome {
	}

	/**
	 * No backfill was planned for the table yet: nothing was written, and nothing is
	 * lost, since the plan finds all that is in the source when it begins.
	 *
	 * @param reason a sentence
	 */
	record TooEarly(String reason) implements ApplyOutcome {
	}

	/**
	 * A server could not be asked, or did not answer in time. Reconcile brings what is
	 * lacking.
	 *
	 * @param error whether it {@linkplain ServerError#isTransient may pass} is part of it
	 */
	record Failed(ServerError error) implements ApplyOutcome {
	}

}
