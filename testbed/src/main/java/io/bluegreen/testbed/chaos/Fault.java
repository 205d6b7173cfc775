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
	KILL("kill -9") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws IOException, InterruptedException {
			jobs.signal("KILL", random);
		}

	},

	/** A pod that is to go. */
	TERMINATE("SIGTERM") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws IOException, InterruptedException {
			jobs.signal("TERM", random);
		}

	},

	/** A long pause, after which it takes itself for alive. */
	FREEZE("frozen for 3 s") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws IOException, InterruptedException {
			long pid = jobs.signal("STOP", random);
			TimeUnit.SECONDS.sleep(3);
			Jobs.signal("CONT", pid);
		}

	},

	/** Half of the sessions of the jobs and the dual writes end. */
	END_BLUE_SESSIONS("sessions end in Blue") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws SQLException {
			endSessions(chaos.blue(), random);
		}

	},

	/** The same in Green. */
	END_GREEN_SESSIONS("sessions end in Green") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws SQLException {
			endSessions(chaos.green(), random);
		}

	},

	/** Green is down for a moment. */
	HANG_UP("Green hangs up") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws InterruptedException {
			chaos.link().hangUp();
			TimeUnit.SECONDS.sleep(1);
			chaos.link().restore();
		}

	},

	/** The network loses the way for a moment. */
	SWALLOW("nothing reaches Green for 3 s") {

		@Override
		void strike(Chaos chaos, Jobs jobs, Random random) throws InterruptedException {
			chaos.link().swallow();
			TimeUnit.SECONDS.sleep(3);
			chaos.link().restore();
		}

	};

	private static final String END = """
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = ? AND (pid + ?) % 2 = 0
			""";

	private final String words;

	Fault(String words) {
		this.words = words;
	}

	String words() {
		return this.words;
	}

	abstract void strike(Chaos chaos, Jobs jobs, Random random) throws SQLException, IOException, InterruptedException;

	private static void endSessions(Database database, Random random) throws SQLException {
		try (Connection superuser = database.connect(); PreparedStatement end = superuser.prepareStatement(END)) {
			end.setString(1, LegacyDatabase.JOBS);
			end.setInt(2, random.nextInt(2));
			end.execute();
		}
	}

}
