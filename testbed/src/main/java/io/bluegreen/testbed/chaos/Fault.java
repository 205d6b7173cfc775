package io.bluegreen.testbed.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * What strikes. Each is over when it returns.
 */
enum Fault {

	/** A lost node, or no memory left. */
	KILL("kill -9", (chaos, jobs, random) -> jobs.signal("KILL", random)),

	/** A pod that is to go. */
	TERMINATE("SIGTERM", (chaos, jobs, random) -> jobs.signal("TERM", random)),

	/** A long pause, after which it takes itself for alive. */
	FREEZE("frozen for 3 s", (chaos, jobs, random) -> {
		long pid = jobs.signal("STOP", random);
		TimeUnit.SECONDS.sleep(3);
		Jobs.signal("CONT", pid);
	}),

	/** Half of the sessions of the jobs and the dual writes end. */
	END_BLUE_SESSIONS("sessions end in Blue", (chaos, jobs, random) -> endSessions(chaos.blue(), random)),

	/** The same in Green. */
	END_GREEN_SESSIONS("sessions end in Green", (chaos, jobs, random) -> endSessions(chaos.green(), random)),

	/** Green is down for a moment. */
	HANG_UP("Green hangs up", (chaos, jobs, random) -> {
		chaos.link().hangUp();
		TimeUnit.SECONDS.sleep(1);
		chaos.link().restore();
	}),

	/** The network loses the way for a moment. */
	SWALLOW("nothing reaches Green for 3 s", (chaos, jobs, random) -> {
		chaos.link().swallow();
		TimeUnit.SECONDS.sleep(3);
		chaos.link().restore();
	});

	private static final String END = """
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = ? AND (pid + ?) % 2 = 0
			""";

	/** What it does. */
	@FunctionalInterface
	private interface Act {

		void run(Chaos chaos, Jobs jobs, Random random) throws SQLException, IOException, InterruptedException;

	}

	private final String words;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Act act;

	Fault(String words, Act act) {
		this.words = words;
		this.act = act;
	}

	String words() {
		return this.words;
	}

	void strike(Chaos chaos, Jobs jobs, Random random) throws SQLException, IOException, InterruptedException {
		this.act.run(chaos, jobs, random);
	}

	private static void endSessions(Database database, Random random) throws SQLException {
		try (Connection superuser = database.connect(); PreparedStatement end = superuser.prepareStatement(END)) {
			end.setString(1, LegacyDatabase.JOBS);
			end.setInt(2, random.nextInt(2));
			end.execute();
		}
	}

}
