package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import io.bluegreen.testbed.service.Location;
import io.bluegreen.testing.net.Link;
import io.bluegreen.testing.postgres.Database;

/**
 * The steps from a filled legacy store to a service that reads the new one, and back.
 *
 * @param home the checkout
 * @param logs a folder for what the service logs
 * @param blue with a filled legacy store
 * @param green an empty database
 * @param link leads to Green
 * @param operator runs the commands
 * @param narrator tells about it
 * @param seed of the callers
 */
record Demo(Path home, Path logs, Database blue, Database green, Link link, Operator operator, Narrator narrator,
		long seed) {

	void run() throws SQLException, IOException, InterruptedException {
		this.narrator.step("Create Green beside Blue",
				"Blue's tables get a version and a change log, Green its tables. Only this step needs the tables' owner.");
		this.operator.setsUp();
		String migrations = this.operator.readsAsOwner(0, "migrate");
		this.narrator.says("%d migrations, of the example's tables and of the program's own.",
				migrations.lines().count());
		this.narrator.step("The payment service writes both",
				"""
						Four callers make, capture, refund and cancel payments over HTTP, and read each again at once: a read
						must say what the write before it answered. After each commit in Blue the row goes to Green, once a backfill
						has been planned, which finds all that was written before.""");
		try (Production production = new Production(this.home, this.logs, new Location(this.blue, this.link.url()),
				this.narrator, this.seed, "dual")) {
			this.narrator.step("Copy the history while they go on",
					"Each chunk is one transaction; killed at any point, the same command goes on where it was.");
			this.operator.runs(0, "backfill");
			production.requireFlawless();
			new Outage(this.blue, this.green, this.link, this.operator, this.narrator).run(production);
			new Mending(this.green, this.operator, this.narrator).run();
			new Switch(this.operator, this.narrator).run(production);
		}
	}

}
