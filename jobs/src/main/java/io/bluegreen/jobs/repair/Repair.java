package io.bluegreen.jobs.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.failure.TryAgainException;
import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.jobs.findings.DifferenceStore.Difference;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.verify.KeyVerifications;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * Mends what the last verdict of each table found to differ, by the rows that it saw, and
 * gives a new verdict. Killed at any point, the old verdict stands, and the same command
 * finds the rows that are mended to be the same.
 */
public class Repair {

	private final Databases databases;

	private final Side green;

	private final Preflight preflight;

	private final ExclusiveWork exclusive;

	private final KeyVerifications verifications;

	private final InsertLogSwitch insertLog;

	private final BluegreenSettings settings;

	private final StopSignal stopSignal;

	Repair(Databases databases, Preflight preflight, ExclusiveWork exclusive, KeyVerifications verifications,
			InsertLogSwitch insertLog, BluegreenSettings settings, StopSignal stopSignal) {
		this.databases = databases;
		this.green = databases.target();
		this.preflight = preflight;
		this.exclusive = exclusive;
		this.verifications = verifications;
		this.insertLog = insertLog;
		this.settings = settings;
		this.stopSignal = stopSignal;
	}

	/**
	 * Repairs these tables; all where none is named.
	 * @param deleteExtra whether rows that only Green has are deleted
	 * @throws RefusedException if a table has no verdict, or one whose evidence does not
	 * stand
	 * @throws TryAgainException if another process plans, reconciles or repairs, or
	 * applies stay open, for too long
	 */
	public RepairAnswer run(List<String> tables, boolean deleteExtra) {
		List<Mapping> mappings = this.preflight.check(tables);
		this.insertLog.resumeWithoutPlan(mappings);
		return this.exclusive.alone(Purpose.PLAN,
				() -> this.exclusive.alone(Purpose.RECONCILE, () -> repair(mappings, deleteExtra)));
	}

	/** What a repair would do; nothing is written. */
	public RepairAnswer plan(List<String> tables, boolean deleteExtra) {
		List<TableRepair> repairs = repairs(this.preflight.checkDryRun(tables), deleteExtra);
		return RepairAnswer.of(true, repairs.stream().map((table) -> new DryRepair(this.green, table).plan()).toList());
	}

	private RepairAnswer repair(List<Mapping> mappings, boolean deleteExtra) {
		List<TableRepair> repairs = repairs(mappings, deleteExtra);
		mend(repairs);
		BroughtBack back = new BroughtBack(this.databases);
		back.bring(repairs.stream().map(TableRepair::reached).toList(), mappings);
		if (repairs.stream().anyMatch((table) -> table.replaced() + table.inserted() + table.deleted() > 0)) {
			awaitApplies();
		}
		Reverification again = new Reverification(this.green, this.verifications, this.settings.settle(), back);
		long run = new VerdictStore(this.green).start(this.settings.maxAge()).run();
		return RepairAnswer.of(false, repairs.stream().map((table) -> again.verify(table, run)).toList());
	}

	/**
	 * Only the confirmed differences of the last verdict: of the others nobody is sure.
	 */
	private List<TableRepair> repairs(List<Mapping> mappings, boolean deleteExtra) {
		Cascade cascade = new Cascade(this.green, this.databases.mappings().read(this.settings.mappings(List.of())));
		return mappings.stream().map((mapping) -> {
			String table = mapping.table();
			String wayOut = "run `bluegreen verify %s` first".formatted(table);
			VerdictStore.Stored verdict = this.green.in(() -> new VerdictStore(this.green).newest(table))
				.orElseThrow(() -> new RefusedException("%s: there is no verdict on it to repair by".formatted(table),
						wayOut));
			List<Difference> differences = this.green.in(() -> new DifferenceStore(this.green).confirmed(table, null));
			if (!differences.isEmpty()) {
				this.verifications.voided(mapping, verdict).ifPresent((why) -> {
					throw new RefusedException(
							"%s: verdict %d does not stand any more: %s".formatted(table, verdict.run().run(), why),
							wayOut);
				});
			}
			return new TableRepair(this.green, mapping, this.databases.transport(mapping), verdict, differences,
					deleteExtra, cascade);
		}).toList();
	}

	/**
	 * Parents before children, deletes in reverse; again as long as fewer rows stand in
	 * each other's way.
	 */
	private void mend(List<TableRepair> repairs) {
		List<TableRepair> backwards = new ArrayList<>(repairs);
		Collections.reverse(backwards);
		int before;
		boolean together = false;
		do {
			before = pending(repairs);
			step(repairs, TableRepair::write);
			step(backwards, TableRepair::delete);
			together = pending(repairs) == before && before > 0 && new TogetherRows(this.green).write(repairs);
		}
		while (pending(repairs) > 0 && (pending(repairs) < before || together));
	}

	private void step(List<TableRepair> repairs, Consumer<TableRepair> work) {
		for (TableRepair table : repairs) {
			this.stopSignal.check();
			work.accept(table);
		}
	}

	private static int pending(List<TableRepair> repairs) {
		return repairs.stream().mapToInt(TableRepair::pending).sum();
	}

	/**
	 * Waits for applies that were open at the end: one of them may have read a row before
	 * it was deleted in Blue. What it writes must be seen by the verification.
	 */
	private void awaitApplies() {
		Authority authority = new Authority(this.green.client());
		Set<String> open = this.green.in(authority::openApplies);
		Instant deadline = Instant.now().plus(this.settings.maxWait());
		while (this.green.in(() -> !Collections.disjoint(open, authority.openApplies()))) {
			if (!Instant.now().isBefore(deadline)) {
				throw new TryAgainException(
						"rows are mended, and will be verified by the next repair, after applies that are open now: %s"
							.formatted(this.green.in(authority::holders)));
			}
			this.stopSignal.pause(Duration.ofMillis(50));
			this.stopSignal.check();
		}
	}

}
