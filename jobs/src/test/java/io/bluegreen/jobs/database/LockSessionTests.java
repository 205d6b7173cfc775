package io.bluegreen.jobs.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.lock.LockSession;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class LockSessionTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@Test
	void triesLeaveNothingBehindInThePool() throws Exception {
		try (HikariDataSource pool = pool()) {
			Side green = side(pool);
			green.run(() -> {
			});
			try (LockSession holder = LockSession.open(green); LockSession other = LockSession.open(green)) {
				assertThat(holder.tryLock(Purpose.PLAN, 0)).isTrue();
				assertThat(other.tryLock(Purpose.PLAN, 0)).isFalse();
				assertThat(other.tryLock(Purpose.SLOT, 0)).isTrue();
				assertThat(sources(pool)).hasSize(4).doesNotContain("session");
			}
			assertThat(sources(pool)).hasSize(4).doesNotContain("session");
			try (LockSession next = LockSession.open(green)) {
				assertThat(next.tryLock(Purpose.PLAN, 0)).isTrue();
			}
		}
	}

	/** Where the setting of each connection comes from that the pool may have. */
	private static List<String> sources(HikariDataSource pool) throws Exception {
		List<Connection> connections = new ArrayList<>();
		List<String> sources = new ArrayList<>();
		try {
			for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
				connections.add(pool.getConnection());
			}
			for (Connection connection : connections) {
				try (Statement statement = connection.createStatement();
						ResultSet row = statement
							.executeQuery("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")) {
					row.next();
					sources.add(row.getString(1));
				}
			}
			return sources;
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private HikariDataSource pool() {
		NamedPool pool = new NamedPool("bluegreen.green", "Green");
		pool.setJdbcUrl(this.fresh.url());
		pool.setUsername(LegacyDatabase.OWNER);
		pool.setPassword(LegacyDatabase.OWNER);
		pool.setMaximumPoolSize(4);
		return pool;
	}

	private static Side side(HikariDataSource pool) {
		return new Side(pool, new PinnedTransactionManager(pool, Duration.ofSeconds(60), Duration.ofSeconds(10)),
				JdbcClient.create(pool));
	}

}
