package io.bluegreen.jobs.backfill;

import java.util.List;
import java.util.Optional;

import io.bluegreen.apply.Authority;
import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.ledger.ChunkRows;
import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.ledger.Planner;
import io.bluegreen.jobs.ledger.Plans;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.throttle.Reasons;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.lock.RetriedLock;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * Makes the plan of a table, or takes up the one that is open.
 */
class Planning {

	/** Smaller chunks cost more to begin than to do, at any rate. */
	private static final int LEAST_IN_STEP = 100;

	private final Side blue;

	private final Side green;

	private final ExclusiveWork exclusive;

	private final Positions positions;

	private final InsertLogSwitch insertLog;

	private final BluegreenSettings settings;

	private final StopSignal stopSignal;

	Planning(Side blue, Side green, ExclusiveWork exclusive, Positions positions, InsertLogSwitch insertLog,
			BluegreenSettings settings, StopSignal stopSignal) {
		this.blue = blue;
		this.green = green;
		this.exclusive = exclusive;
		this.positions = positions;
		this.insertLog = insertLog;
		this.settings = settings;
		this.stopSignal = stopSignal;
	}

	Plan plan(Mapping mapping, boolean startOver) {
		return this.exclusive.alone(Purpose.PLAN, () -> openOrNew(mapping, startOver));
	}

	private Plan openOrNew(Mapping mapping, boolean startOver) {
		Plans plans = new Plans(this.green);
		Optional<Plan> open = this.green.in(() -> plans.open(Plan.Kind.BACKFILL, mapping.table()));
		if (open.isPresent() && !startOver) {
			requireSameMapping(mapping, open.get());
			return this.green.in(() -> atAskedRate(open.get()));
		}
		// The position comes first: whatever is committed in Blue after it is in its log,
		// whatever was committed before is seen by the chunks.
		Optional<String> position = this.positions.note(mapping);
		int rows = chunkRows(mapping);
		Planner.Page first = new Planner(this.stopSignal).first(relations(mapping), rows);
		// Before the mapping is replaced, which needs a moment without applies: nobody
		// goes on with the old plan.
		open.ifPresent((old) -> this.green.run(() -> plans.finish(old, "replaced")));
		Authority authority = new Authority(this.green.client());
		Plan plan = new RetriedLock(this.settings.maxWait(), this.stopSignal).take(() -> this.green.in(() -> {
			position.ifPresent((noted) -> this.positions.begin(mapping, noted));
			Plan created = plans.create(Plan.Kind.BACKFILL, mapping, rows, this.settings.maxRowsPerSecond(), first);
			this.insertLog.pause(mapping);
			// Last: no apply gets in from here on until the commit.
			authority.register(mapping);
			return created;
		}), () -> "%s: other sessions hold locks on %s, or its mapping is replaced and applies are open: %s"
			.formatted(mapping.table(), mapping.to().sql(), this.green.in(authority::holders)));
		position.ifPresent((noted) -> this.positions.clearUp(mapping));
		return plan;
	}

	/**
	 * Opens the plan that stands again: for chunks that failed, or those that are named,
	 * and for rows that were rejected, under the mapping of now.
	 * @param chunks their numbers; empty: all that failed
	 * @return empty if there is nothing to do again
	 * @throws RefusedException if there is no plan, or no pass can go on
	 */
	Optional<Plan> reopen(Mapping mapping, List<Long> chunks) {
		return this.exclusive.alone(Purpose.PLAN, () -> {
			Plans plans = new Plans(this.green);
			Plan plan = standing(mapping);
			Optional<String> position = this.positions.now(mapping);
			Authority authority = new Authority(this.green.client());
			return new RetriedLock(this.settings.maxWait(), this.stopSignal).take(() -> this.green.in(() -> {
				int putBack = new Ledger(this.green).putBack(plan, chunks);
				if (putBack == 0 && new ChangedKeys(this.green).rejected(mapping.table()) == 0) {
					return Optional.<Plan>empty();
				}
				position.filter((now) -> !this.positions.adopt(mapping, now)).ifPresent((gone) -> {
					throw new RefusedException(
							"%s: no pass can go on from the position that was noted".formatted(mapping.table()),
							"start over with `bluegreen backfill %s --new`".formatted(mapping.table()));
				});
				askRate(plan);
				plans.reopen(plan, mapping.definition());
				authority.register(mapping);
				return plans.open(Plan.Kind.BACKFILL, mapping.table());
			}), () -> "%s: its mapping is replaced and applies are open: %s".formatted(mapping.table(),
					this.green.in(authority::holders)));
		});
	}

	/**
	 * A plan as this command leaves its rate, to be called in a transaction.
	 */
	Plan atAskedRate(Plan plan) {
		askRate(plan);
		return new Plans(this.green).open(plan.kind(), plan.table()).orElse(plan);
	}

	/**
	 * Asks for the rate of the option or the configuration. A rate lasts as long as the
	 * processes that it was asked for: who names none joins those that are at work under
	 * one, else takes it back.
	 */
	private void askRate(Plan plan) {
		Integer rate = this.settings.maxRowsPerSecond();
		if (rate != null || !new Reasons(this.green).isWorkedOn(plan.id())) {
			new Plans(this.green).askRate(plan, rate);
		}
	}

	/**
	 * The newest plan of a table.
	 * @throws RefusedException if there is none
	 */
	Plan standing(Mapping mapping) {
		return this.green.in(() -> new Plans(this.green).newest(Plan.Kind.BACKFILL, mapping.table()))
			.filter((plan) -> !plan.state().equals("replaced"))
			.orElseThrow(() -> new RefusedException("%s: no backfill was planned yet".formatted(mapping.table()),
					"run `bluegreen backfill %s` first".formatted(mapping.table())));
	}

	/** The ranges of a new plan. */
	List<KeyRange> ranges(Mapping mapping) {
		return new Planner(this.stopSignal).ranges(relations(mapping), chunkRows(mapping), null);
	}

	/** The ranges that a plan is still to be cut into. */
	List<KeyRange> ranges(Mapping mapping, Plan plan) {
		return this.green.in(() -> new Ledger(this.green).unplanned(plan))
			.map((rest) -> new Planner(this.stopSignal).ranges(relations(mapping), plan.chunkRows(), rest.from()))
			.orElse(List.of());
	}

	private List<KeyedRelation> relations(Mapping mapping) {
		return List.of(KeyedRelation.ofSource(this.blue, mapping));
	}

	/**
	 * Held to a rate, a chunk is what it allows in a tenth of a second: a larger one
	 * would go through in a rush, which the application's own writes notice, and rest
	 * longer.
	 */
	private int chunkRows(Mapping mapping) {
		Integer rate = this.settings.maxRowsPerSecond();
		int most = (rate == null) ? Integer.MAX_VALUE : Math.max(LEAST_IN_STEP, rate / 10);
		return this.settings.chunkRows(() -> Math.min(most, new ChunkRows(this.blue).of(mapping)));
	}

	/**
	 * A plan, open or finished, says nothing about rows under another mapping.
	 */
	void requireSameMapping(Mapping mapping, Plan plan) {
		this.green.in(() -> plan.mapping().change(this.green.client(), mapping.definition())).ifPresent((change) -> {
			throw new RefusedException(
					"%s: its mapping %s changed since plan %d was made, if only for a time: %s"
						.formatted(mapping.table(), mapping.from().sql(), plan.id(), change),
					"start over with `bluegreen backfill %s --new`: rows that are in Green already are applied again"
						.formatted(mapping.table()));
		});
	}

}
