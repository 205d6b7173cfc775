package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * Rows of Green are damaged: the gate closes, and opens once they are mended.
 */
record Mending(Database green, Operator operator, Narrator narrator) {

	private static final String[] GATE = { "gate", "--for=dual-read-green", "--refresh", "--wait=10s" };

	void run() throws SQLException, IOException, InterruptedException {
		try (Connection owner = this.green.connect(LegacyDatabase.OWNER)) {
			this.narrator.step("Break it", "Someone changes, deletes and invents rows of Green:");
			Set<String> damaged = Damage.inflict(owner);
			damaged.forEach(this.narrator::printed);
			this.narrator.step("May the service read Green?", """
					The gate catches up with both change logs, compares what changed on either side, and says why it is
					closed: exit code 3. A rollout stops here.""");
			this.operator.asks(3, GATE);
			String json = this.operator.reads(0, "differences", "--output=json");
			Set<String> named = Damage.listed(owner, json);
			if (!named.equals(damaged)) {
				throw new UnexpectedException("these rows were damaged: %s, these named: %s".formatted(damaged, named));
			}
			this.narrator.says("It names the %d rows that were damaged, and only these.", damaged.size());
		}
		this.narrator.step("Mend exactly those", "Each becomes what Blue says now. Then the gate opens: exit code 0.");
		this.operator.runs(0, "repair", "--delete-extra");
		this.operator.asks(0, GATE);
	}

}
