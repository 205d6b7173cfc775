package io.bluegreen.jobs.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.dao.DataAccessException;

import io.bluegreen.bisection.Bisection;
import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.jobs.verify.Recheck.NextLook;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.Side;

/**
 * Looks again, with growing pauses, at rows that were not the same at the first look. A
 * difference is confirmed, not glimpsed: a row that is being written matches as soon as
 * one look finds both sides equal.
 */
class Rechecks {

	/** A row that changes all the time is to be caught when it is the same. */
	private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

	/** Looks, each with a newer position, before a log that is pruned is an error. */
	private static final int PRUNED = 5;

	/** Keys of one look, so that it reads by the index and stays short. */
	private static final int PAGE = 1000;

	private final Side green;

	private final Comparison comparison;

	private final Recheck recheck;

	private final StopSignal stopSignal;

	private final List<Group> judged = new ArrayList<>();

	Rechecks(Side green, Comparison comparison, SideReader reader, StopSignal stopSignal) {
		this.green = green;
		this.comparison = comparison;
		this.recheck = new Recheck(green, comparison, reader);
		this.stopSignal = stopSignal;
	}

	/**
	 * Looks until nothing is open, or the time is over.
	 * @param limit after which all is judged but rows that wait to be brought
	 * @return the rows that were judged, as groups of the totals
	 */
	List<Group> settle(Duration limit, Bringing bringing) {
		Instant deadline = Instant.now().plus(limit);
		Duration pause = Duration.ofMillis(50);
		List<List<String>> candidates = candidates();
		while (!candidates.isEmpty()) {
			NextLook nextLook = Instant.now().isBefore(deadline) ? NextLook.FOR_ALL
					: bringing.goesOn() ? NextLook.FOR_OPEN : NextLook.NONE;
			for (List<List<String>> page : KeySet.pages(candidates, PAGE)) {
				look(page, nextLook);
				this.stopSignal.check();
			}
			if (nextLook == NextLook.NONE) {
				break;
			}
			Duration rest = Duration.between(Instant.now(), deadline);
			this.stopSignal.pause(pause.compareTo(rest) < 0 || rest.isNegative() ? pause : rest);
			this.stopSignal.check();
			bringing.work().run();
			pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
			candidates = candidates();
		}
		return this.judged;
	}

	/** A row that the view cannot evaluate any more must not hide the others. */
	private void look(List<List<String>> keys, NextLook nextLook) {
		Bisection.<List<String>>ofList()
			.run(keys, (part) -> look(new KeySet(part), nextLook), (row, error) -> giveUp(row, nextLook))
			.results()
			.forEach(this.judged::addAll);
	}

	private List<Group> giveUp(List<List<String>> row, NextLook nextLook) {
		if (nextLook != NextLook.FOR_ALL) {
			this.green.run(() -> new DifferenceStore(this.green).giveUp(this.comparison.plan(), row.get(0)));
		}
		return List.of();
	}

	/** A reconcile may prune the log between two snapshots of two databases. */
	private List<Group> look(KeySet keys, NextLook nextLook) {
		for (int times = 1;; times++) {
			try {
				return this.green.inSnapshot(() -> this.recheck.look(keys, nextLook));
			}
			catch (DataAccessException ex) {
				if (!ServerError.of(ex).isPruned() || times == PRUNED) {
					throw ex;
				}
			}
		}
	}

	private List<List<String>> candidates() {
		return this.green.in(() -> new DifferenceStore(this.green).candidates(this.comparison.plan()));
	}

}
