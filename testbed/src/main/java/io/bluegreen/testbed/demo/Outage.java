package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

import io.bluegreen.testbed.service.ServiceProcess;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Database;

/**
 * Green goes away for a few seconds, and becomes right again.
 *
 * @param link what leads to Green
 */
record Outage(Database blue, Database green, Link link, Operator operator, Narrator narrator) {

	private static final String FAILURES = "dual_write_failure_total";

	private static final int ENOUGH = 30;

	void run(Production production) throws SQLException, IOException, InterruptedException {
		Lag lag = new Lag(this.blue, this.green);
		away(production);
		Map<Long, Long> written = lag.written();
		long behind = lag.rows(written);
		this.narrator.says("Green is back. Plain SQL counts %,d payments in which it is behind Blue.", behind);
		if (behind == 0) {
			throw new UnexpectedException("what could not be written should be missing");
		}
		this.narrator.step("Bring what the dual writes lost",
				"The change log knows every key that changed. In production this runs every minute.");
		this.operator.runs(0, "reconcile");
		long left = lag.rows(written);
		this.narrator.says("Of the same payments Green is now behind in %,d.", left);
		if (left != 0) {
			throw new UnexpectedException("Green should have what Blue had before");
		}
		this.narrator.step("Prove it",
				"""
						Every row of both sides is compared, by content, while the service goes on writing: MATCH is exit code 0.""");
		this.operator.runs(0, "verify");
		production.requireFlawless();
	}

	private void away(Production production) throws SQLException, InterruptedException {
		this.narrator.step("Green goes away", """
				Its connections break, and new ones are refused. The service answers as before: what it cannot write to
				Green is tried again for a moment, then counted.""");
		production.tally().slowestMillis();
		ServiceProcess service = production.newest();
		double before = service.sum(FAILURES);
		this.link.hangUp();
		try {
			Waiting.until(() -> service.sum(FAILURES) >= before + ENOUGH,
					"dual writes should fail now, and be counted");
		}
		finally {
			this.link.restore();
		}
		this.narrator.command("curl -s %s/metrics | grep %s".formatted(service.address(), FAILURES));
		service.series(FAILURES).forEach(this.narrator::printed);
		production.requireFlawless();
	}

}
