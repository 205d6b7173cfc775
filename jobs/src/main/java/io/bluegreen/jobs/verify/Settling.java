package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.bluegreen.jobs.work.Drain;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

import org.springframework.dao.DataAccessException;

/**
 * Looks again, with growing pauses, at rows that were not the same at the first look. A
 * difference is confirmed, not glimpsed: a row that is being written matches as soon as
 * one look finds both sides equal.
 */
class Settling {

	/** Keys of one look, so that it reads by the index and stays short. */
	private static final int PAGE = 1000;

	private final Side green;

	private final Comparison comparison;

	private final SecondLook secondLook;

	private final Drain drain;

	Settling(Side green, Comparison comparison, Reading reading, Drain drain) {
		this.green = green;
		this.comparison = comparison;
		this.secondLook = new SecondLook(green, comparison, reading);
		this.drain = drain;
	}

	/**
	 * Looks until nothing is open, or this time is over.
	 */
	void settle(Duration limit) {
		Instant deadline = Instant.now().plus(limit);
		Duration pause = Duration.ofMillis(50);
		List<List<String>> candidates = candidates();
		while (!candidates.isEmpty()) {
			boolean last = !Instant.now().isBefore(deadline);
			for (int i = 0; i < candidates.size(); i += PAGE) {
				look(candidates.subList(i, Math.min(candidates.size(), i + PAGE)), last);
				this.drain.check();
			}
			if (last) {
				return;
			}
			Duration rest = Duration.between(Instant.now(), deadline);
			this.drain.pause(pause.compareTo(rest) < 0 ? pause : rest);
			this.drain.check();
			pause = pause.multipliedBy(2);
			candidates = candidates();
		}
	}

	/** A row that the view cannot evaluate any more must not hide the others. */
	private void look(List<List<String>> keys, boolean last) {
		try {
			this.green.inSnapshot(() -> this.secondLook.look(new KeySet(keys), last));
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isInTheData()) {
				throw ex;
			}
			if (keys.size() > 1) {
				look(keys.subList(0, keys.size() / 2), last);
				look(keys.subList(keys.size() / 2, keys.size()), last);
			}
			else if (last) {
				this.green.run(() -> this.secondLook.giveUp(keys.get(0)));
			}
		}
	}

	private List<List<String>> candidates() {
		return this.green.in(() -> KeySet.of(this.green.client()
			.sql("SELECT key FROM bluegreen.difference WHERE plan_id = ? AND state = 'candidate' ORDER BY key")
			.param(this.comparison.plan()))).keys();
	}

}
