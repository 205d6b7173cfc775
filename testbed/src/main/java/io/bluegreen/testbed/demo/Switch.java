package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.sql.SQLException;

import io.bluegreen.testbed.service.ServiceProcess;

/**
 * Reads move to Green while requests go on, and back.
 */
record Switch(Operator operator, Narrator narrator) {

	private static final int SERVED = 40;

	private static final String FALLBACKS = "read_fallback_total";

	void run(Production production) throws SQLException, IOException, InterruptedException {
		ServiceProcess first = production.newest();
		this.narrator.step("Reads move to Green",
				"""
						A second instance answers from Green wherever that has what Blue has. For a moment requests go to both, then
						the first one is told to end.""");
		ServiceProcess second = production.rollOut("dual-read-green");
		production.serve(SERVED);
		production.retire(first);
		production.serve(SERVED);
		requireReadsFromGreen(second);
		production.requireFlawless();
		this.narrator.step("And back", "The way back is the same, at any time: Blue has every write.");
		production.rollOut("dual");
		production.serve(SERVED);
		production.retire(second);
		production.serve(SERVED);
		production.end();
		production.requireFlawless();
		this.operator.runs(0, "verify", "--since=last");
	}

	private void requireReadsFromGreen(ServiceProcess instance) {
		double reads = instance.sum("http_server_requests_seconds_count", "method=\"GET\"", "uri=\"/payments");
		double fallbacks = instance.sum(FALLBACKS);
		this.narrator.says(
				"Of its %,.0f reads it answered all but %,.0f from Green; for these Blue was ahead for a moment:",
				reads, fallbacks);
		instance.series(FALLBACKS).forEach(this.narrator::printed);
		if (fallbacks >= reads) {
			throw new UnexpectedException("reads should come from Green now");
		}
	}

}
