package io.bluegreen.jobs.work;

import java.util.List;

import io.bluegreen.jobs.knobs.Knobs;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.throttle.Hold;

/**
 * Something that this process has done about a plan, or what keeps it from doing more.
 */
public sealed interface WorkEvent {

	/** The plan that it happened to. */
	Plan plan();

	/**
	 * A worker has taken chunks and begins with them.
	 *
	 * @param chunks how many
	 */
	record Claimed(Plan plan, int chunks) implements WorkEvent {
	}

	/**
	 * The transaction of a claim has committed.
	 *
	 * @param chunks how many of it are done or have failed
	 * @param scanned rows read
	 * @param applied rows written
	 * @param seconds that the chunks took
	 */
	record Finished(Plan plan, int chunks, long scanned, long applied, double seconds) implements WorkEvent {
	}

	/** A worker found nothing to take: others hold all that is left. */
	record Waiting(Plan plan) implements WorkEvent {
	}

	/**
	 * The process looked, and is held back, or was until now.
	 *
	 * @param knobs as people have set them
	 * @param holds what servers say against going on now
	 */
	record Throttled(Plan plan, Knobs knobs, List<Hold> holds) implements WorkEvent {

		/** What servers say, for people; empty: nothing. */
		public String signals() {
			return Hold.words(this.holds);
		}

		/** Why it is held back, for people; empty: it is not any more. */
		public String reason() {
			String set = this.knobs.words();
			String signals = signals();
			return (set.isEmpty() || signals.isEmpty()) ? set + signals : set + "; " + signals;
		}

	}

	/**
	 * The job failed of something that passes, and is started again.
	 *
	 * @param cause a sentence without values of rows
	 */
	record Retrying(Plan plan, String cause) implements WorkEvent {
	}

}
