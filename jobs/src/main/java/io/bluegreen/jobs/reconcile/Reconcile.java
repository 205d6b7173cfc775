package io.bluegreen.jobs.reconcile;

import java.time.Duration;
import java.util.List;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * Takes over what changed in Blue since the last pass.
 */
public class Reconcile {

	/**
	 * Passes that may go by without one rejected key less while Blue is written: what
	 * they brought may be what the others wait for.
	 */
	private static final int IDLE = 3;

	private final Databases databases;

	private final Side green;

	private final ExclusiveWork exclusive;

	private final Positions positions;

	private final ChangeIntake absorption;

	private final StopSignal stopSignal;

	private final Duration wait;

	private final InsertLogSwitch insertLog;

	private final Retention retention;

	Reconcile(Databases databases, ExclusiveWork exclusive, Positions positions, ChangeIntake absorption,
			InsertLogSwitch insertLog, Retention retention, StopSignal stopSignal, Duration wait) {
		this.databases = databases;
		this.green = databases.target();
		this.exclusive = exclusive;
		this.positions = positions;
		this.absorption = absorption;
		this.insertLog = insertLog;
		this.retention = retention;
		this.stopSignal = stopSignal;
		this.wait = wait;
	}

	/**
	 * One reconcile. Everything that was committed in Blue before the call is then in
	 * Green, but for keys that it counts as rejected; of tables that have no version only
	 * what a backfill has {@linkplain ChangedKeys#defer deferred}. A table whose log
	 * cannot be followed any more, or whose mapping was replaced, does not keep the
	 * others.
	 * @param mappings parents before children
	 * @throws RefusedException if one of them was never planned
	 * @throws io.bluegreen.failure.TryAgainException if another process reconciles, or
	 * applies stay open, for too long
	 */
	public ReconcileAnswer run(List<Mapping> mappings) {
		for (Mapping mapping : mappings) {
			if (mapping.version().isPresent()
					&& this.green.in(() -> this.positions.stored(mapping.table())).isEmpty()) {
				throw new RefusedException("%s: no position in its change log was noted yet".formatted(mapping.table()),
						"run `bluegreen backfill %s` first".formatted(mapping.table()));
			}
		}
		this.insertLog.resumeWithoutPlan(mappings);
		ReconcileAnswer answer = this.exclusive.alone(Purpose.RECONCILE, () -> passes(mappings));
		this.retention.apply();
		return answer;
	}

	/**
	 * Rows may stand in each other's way (a parent, a UNIQUE value) until all are set; so
	 * rejected keys are tried again as long as they become fewer.
	 */
	private ReconcileAnswer passes(List<Mapping> mappings) {
		ReconcilePasses work = new ReconcilePasses(this.databases, this.positions, this.absorption, this.stopSignal,
				mappings);
		ReconcileAnswer answer = work.pass(this.wait);
		int idle = 0;
		while (answer.rejected() > 0 && idle < IDLE) {
			ReconcileAnswer before = answer;
			answer = work.pass(this.wait);
			if (answer.rejected() < before.rejected()) {
				idle = 0;
			}
			else if (!work.writeMutualRows()) {
				idle = (answer.changes() > before.changes()) ? idle + 1 : IDLE;
			}
		}
		return answer;
	}

}
