package io.bluegreen.jobs.migrate;

import java.util.List;

import io.bluegreen.apply.Authority;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.TryAgainException;
import io.bluegreen.lock.LockSession;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.session.Side;

/**
 * Who still needs what {@code uninstall} takes away.
 */
class UninstallChecks {

	/**
	 * Other Greens that read these logs. Who has left no token for 7 days is not waited
	 * for by pruning either.
	 */
	private static final String CONSUMERS = """
			SELECT DISTINCT format('%s (since %s)', t.relation::regclass, max(t.left_at)) FROM bluegreen_track.token t
			WHERE t.left_at > now() - interval '7 days' AND NOT starts_with(t.consumer, :own)
			GROUP BY t.relation
			""";

	private final Installation installation;

	private final Side control;

	UninstallChecks(Installation installation, Side control) {
		this.installation = installation;
		this.control = control;
	}

	/**
	 * Refuses where something is under way.
	 * @throws RefusedException if Green has authority, a backfill is not complete, or
	 * others need the logs
	 * @throws TryAgainException if another process works
	 */
	void require() {
		this.installation.schemas().forEach(OwnSchema::requireUnused);
		String own = "";
		if (this.installation.control().isThere()) {
			requireBlueAuthority();
			requireNoPlan();
			requireNobodyAtWork();
			own = one("SELECT id::text FROM bluegreen.consumer");
		}
		requireNoOtherConsumer(own);
	}

	private void requireBlueAuthority() {
		if (!one("SELECT side FROM bluegreen.authority").equals("blue")) {
			throw new RefusedException(
					"Green has authority: what says so would be gone, and Blue's applies would get in",
					"move authority back to Blue first");
		}
	}

	private void requireNoPlan() {
		List<String> open = this.control.in(() -> this.control.client()
			.sql("SELECT table_name FROM bluegreen.plan WHERE kind = 'backfill' AND state = 'open' ORDER BY table_name")
			.query(String.class)
			.list());
		if (!open.isEmpty()) {
			throw new RefusedException("the backfill of %s is not complete".formatted(String.join(", ", open)),
					"let `bluegreen backfill` finish; where the move is given up, say so in Green: "
							+ "UPDATE bluegreen.plan SET state = 'replaced', finished_at = now() WHERE state = 'open'");
		}
	}

	private void requireNobodyAtWork() {
		List<String> workers = LockSession.holders(this.control, Purpose.SLOT);
		if (!workers.isEmpty()) {
			throw new TryAgainException("other processes are at work: " + String.join("; ", workers));
		}
		String applies = this.control.in(() -> new Authority(this.control.client()).holders());
		if (!applies.equals("none")) {
			throw new TryAgainException("rows are being applied to Green: " + applies);
		}
	}

	private void requireNoOtherConsumer(String own) {
		for (OwnSchema tracking : this.installation.tracking()) {
			List<String> read = tracking.side()
				.in(() -> tracking.side()
					.client()
					.sql(CONSUMERS)
					.param("own", own.isEmpty() ? "-" : own)
					.query(String.class)
					.list());
			if (!read.isEmpty()) {
				throw new RefusedException(
						"%s: another Green reads the change logs of %s".formatted(tracking.place(),
								String.join(", ", read)),
						"uninstall that one first; if it is gone, `bluegreen track --undo TABLE --yes` forgets it");
			}
		}
	}

	private String one(String query) {
		return this.control.in(() -> this.control.client().sql(query).query(String.class).single());
	}

}
