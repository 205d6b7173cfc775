package io.bluegreen.apply;

import io.bluegreen.failure.ServerError;

/**
 * How an apply ended. Whatever it is, Green has what it had, or what Blue said.
 */
public sealed interface ApplyOutcome {

	/**
	 * Green has what Blue says of these keys, or something newer.
	 */
	record Applied(ApplyCount count) implements ApplyOutcome {
	}

	/**
	 * Green has no place for one of the rows: nothing of these keys was written, and the
	 * same again changes nothing until the row, or another one, does. Reconcile names it.
	 */
	record Rejected(ServerError error) implements ApplyOutcome {
	}

	/**
	 * Green is not written from Blue any more, or not under the mapping that there is
	 * now.
	 *
	 * @param reason a sentence
	 */
	record Refused(String reason) implements ApplyOutcome {
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
