package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.lock.LockSession.Purpose;

/**
 * Takes away what {@code migrate} and {@code track} have brought. Rows and tables of
 * others stay as they are. Interrupted, the same command goes on: the control schema,
 * which knows the rest, goes last.
 */
public class Uninstall {

	/**
	 * What it does.
	 *
	 * @param removes what it takes away, or would, in sentences
	 * @param stays what was brought and stays
	 * @param done what was done; nothing by a dry run
	 */
	public record Answer(List<String> removes, List<String> stays, List<String> done) {
	}

	private final Installation installation;

	private final UninstallChecks checks;

	private final ExclusiveWork exclusive;

	private final RetryingDdl ddl;

	Uninstall(Installation installation, UninstallChecks checks, ExclusiveWork exclusive, RetryingDdl ddl) {
		this.installation = installation;
		this.checks = checks;
		this.exclusive = exclusive;
		this.ddl = ddl;
	}

	/**
	 * Tells what it would do, and does nothing.
	 * @throws RefusedException if it would refuse
	 */
	public Answer plan() {
		List<String> losses = this.installation.losses();
		if (losses.isEmpty()) {
			return new Answer(List.of(), List.of(), List.of());
		}
		this.checks.require();
		return new Answer(losses, this.installation.stays(), List.of());
	}

	/**
	 * Does it.
	 * @param announce is told what it will do, before anything is done
	 * @throws RefusedException if something still needs what would go
	 */
	public Answer run(Consumer<Answer> announce) {
		Answer plan = plan();
		if (plan.removes().isEmpty()) {
			return plan;
		}
		announce.accept(plan);
		return alone(() -> {
			this.checks.require();
			return new Answer(plan.removes(), plan.stays(), remove());
		});
	}

	/** While no other process plans, reconciles or closes a plan. */
	private <T> T alone(Supplier<T> work) {
		return this.exclusive.alone(Purpose.PLAN,
				() -> this.exclusive.alone(Purpose.RECONCILE, () -> this.exclusive.alone(Purpose.CLOSE, work)));
	}

	private List<String> remove() {
		List<String> done = new ArrayList<>();
		this.installation.rights().forEach((right) -> this.ddl.retry("rights of " + right.role(), () -> {
			GivenRights.revoke(right, this.installation.side(right));
			return true;
		}));
		for (OwnSchema tracking : this.installation.tracking()) {
			TrackedTables tables = this.installation.tables(tracking);
			tables.list(null).forEach((table) -> done.addAll(tables.untrack(table.oid(), table.name())));
		}
		for (OwnSchema schema : this.installation.schemas()) {
			this.ddl.retry("schema " + schema.name(), () -> {
				schema.drop();
				return true;
			});
			done.add("%s: schema %s is gone".formatted(schema.place(), schema.name()));
		}
		return done;
	}

}
