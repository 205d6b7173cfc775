package io.bluegreen.jobs.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.failure.TryAgainException;
import io.bluegreen.jobs.queue.ChangedKeys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * The passes of one reconcile, and their sums. A pass absorbs the logs of all tables,
 * applies the keys, parents before children, deletes those that are gone, children before
 * parents, and sets these a second time once every apply that was open after the first
 * time has ended.
 */
class ReconcilePasses {

	private final Side green;

	private final Positions positions;

	private final ChangeIntake absorption;

	private final StopSignal stopSignal;

	private final List<Mapping> mappings;

	private final List<String> tables;

	private final List<KeyApplier> settings = new ArrayList<>();

	private final ChangedKeys keys;

	private final Authority authority;

	private final Map<Mapping, Long> changes = new HashMap<>();

	private boolean backwards;

	ReconcilePasses(Databases databases, Positions positions, ChangeIntake absorption, StopSignal stopSignal,
			List<Mapping> mappings) {
		this.green = databases.target();
		this.positions = positions;
		this.absorption = absorption;
		this.stopSignal = stopSignal;
		this.mappings = mappings;
		this.tables = mappings.stream().map(Mapping::table).toList();
		this.keys = new ChangedKeys(this.green);
		this.authority = new Authority(this.green.client());
		mappings.forEach((mapping) -> this.settings
			.add(new KeyApplier(this.green, this.keys, mapping, databases.transport(mapping))));
	}

	/**
	 * One pass.
	 * @param wait for applies to end
	 * @return the sums of all passes so far
	 * @throws TryAgainException if they did not end
	 */
	ReconcileAnswer pass(Duration wait) {
		// Also where there is nothing to apply.
		this.green.run(() -> this.authority.requireSource(this.mappings.get(0)));
		Map<Mapping, ChangeIntake.Absorbed> absorbed = this.absorption
			.absorb(this.mappings.stream().filter((mapping) -> mapping.version().isPresent()).toList(), begin());
		absorbed.forEach((mapping, log) -> this.changes.merge(mapping, log.changes(), Long::sum));
		Instant deadline = Instant.now().plus(wait);
		this.green.run(() -> this.keys.retryRejected(this.tables));
		release();
		do {
			set();
			// Only once that has committed.
			this.green.run(() -> this.keys.waitFor(this.authority.openApplies()));
		}
		while (isToBeSetAgain(deadline));
		if (this.settings.stream().anyMatch((setting) -> setting.applied() + setting.deleted() > 0)
				|| absorbed.values().stream().anyMatch((log) -> log.changes() > 0)) {
			absorbed.replaceAll(this.absorption::confirm);
		}
		return ReconcileAnswer.of(this.settings.stream()
			.map((setting) -> answer(setting,
					absorbed.getOrDefault(setting.mapping(), ChangeIntake.Absorbed.NOTHING).broken()))
			.toList());
	}

	/**
	 * Writes rows that need one another, for want of an order, in one transaction.
	 * @return whether there were any
	 */
	boolean writeMutualRows() {
		this.stopSignal.check();
		return new MutualKeys(this.green, this.keys).write(this.settings);
	}

	private Pass begin() {
		return this.green.in(() -> this.green.client()
			.sql("SELECT nextval('bluegreen.pass_seq'), clock_timestamp()")
			.query((row, i) -> new Pass(row.getLong(1), row.getObject(2, OffsetDateTime.class)))
			.single());
	}

	/** Which applies have ended is asked before Blue is read again. */
	private boolean release() {
		return this.green.in(() -> this.keys.release(this.authority.openApplies())) > 0;
	}

	/**
	 * Rows of one table may wait for one another in the order of their keys, or against
	 * it: every other time the last ones come first.
	 */
	private void set() {
		this.stopSignal.check();
		if (!this.green.in(() -> this.keys.isAnyPending(this.tables))) {
			this.settings.forEach(KeyApplier::ask);
			return;
		}
		this.green.run(this.keys::beginRound);
		this.settings.forEach((setting) -> setting.applyChanged(this.backwards));
		for (int i = this.settings.size() - 1; i >= 0; i--) {
			this.settings.get(i).deleteGone(this.backwards);
		}
		this.backwards = !this.backwards;
	}

	private boolean isToBeSetAgain(Instant deadline) {
		while (!release()) {
			if (!this.green.in(() -> this.keys.isAnyUnfinished(settable()))) {
				return false;
			}
			if (!Instant.now().isBefore(deadline)) {
				throw new TryAgainException(
						"%d keys are set, and will be set again by the next reconcile, after applies that are open now: %s"
							.formatted(this.green.in(() -> this.keys.unfinished(settable())),
									this.green.in(this.authority::holders)));
			}
			this.stopSignal.pause(Duration.ofMillis(50));
			this.stopSignal.check();
		}
		return true;
	}

	private List<String> settable() {
		return this.settings.stream()
			.filter((setting) -> !setting.isReplaced())
			.map((setting) -> setting.mapping().table())
			.toList();
	}

	private ReconcileAnswer.Table answer(KeyApplier setting, @Nullable String broken) {
		String table = setting.mapping().table();
		String replaced = "%s: its mapping is not the one that Green was filled by: start over with `bluegreen backfill %1$s --new`"
			.formatted(table);
		return this.green.in(() -> new ReconcileAnswer.Table(table, this.changes.getOrDefault(setting.mapping(), 0L),
				setting.applied(), setting.deleted(), this.keys.rejected(table),
				setting.mapping().version().isEmpty() ? 0
						: setting.isReplaced() ? this.positions.lag(table) : this.positions.reached(table),
				setting.isReplaced() ? replaced : broken));
	}

}
