package io.bluegreen.jobs.throttle;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Sql;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals of a real server, asked by a role that is no member of pg_monitor.
 */
class SignalTests {

	private static final DataSize MEGABYTE = DataSize.ofMegabytes(1);

	private static final String SOME_WAL = "SELECT pg_logical_emit_message(true, 'test', repeat('x', 3000000))";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private Side as(String role) {
		DataSource source = this.fresh.as(role);
		return new Side(source, new PinnedTransactionManager(source, Duration.ofSeconds(60), Duration.ofSeconds(10)),
				JdbcClient.create(source));
	}

	private Side plain() {
		return as(LegacyDatabase.APPLICATION);
	}

	@Test
	void slotThatHoldsTooMuchWalIsNamedUntilItIsGone() throws Exception {
		SlotLag signal = new SlotLag(plain(), "Green", MEGABYTE);
		assertThat(signal.reason()).isEmpty();
		String slot = "laggard_" + this.fresh.database().name();
		// A slot reserves from the last checkpoint on.
		sql().run("CHECKPOINT", "SELECT pg_create_physical_replication_slot('%s', true)".formatted(slot));
		try {
			assertThat(signal.reason()).isEmpty();
			sql().run(SOME_WAL);
			assertThat(signal.reason()).get()
				.asString()
				.matches("slot " + slot + " of Green holds [0-9.]+ MB of WAL, at most 1.0 MB");
		}
		finally {
			sql().run("SELECT pg_drop_replication_slot('%s')".formatted(slot));
		}
		assertThat(signal.reason()).isEmpty();
	}

	@Test
	void walIsSlowEnoughAgainOnceItsAverageIs() throws Exception {
		WalRate signal = new WalRate(plain(), "Green", MEGABYTE);
		assertThat(signal.reason()).isEmpty();
		sql().run(SOME_WAL);
		assertThat(signal.reason()).get().asString().matches("Green writes [0-9.]+ MB of WAL a second, at most 1.0 MB");
		Awaitility.await().until(() -> signal.reason().isEmpty());
	}

	@Test
	void whoWaitsForTheTableOrForARowOfItIsCounted() throws Exception {
		sql().fill(10);
		LockWaiters signal = new LockWaiters(as(LegacyDatabase.OWNER), "blue.payments", 0);
		assertThat(signal.reason()).isEmpty();
		String update = "UPDATE blue.payments SET description = 'x' WHERE payment_id = (SELECT min(payment_id) FROM blue.payments)";
		CompletableFuture<Void> waiter;
		try (Locks row = new Locks(this.fresh.database(), update)) {
			assertThat(signal.reason()).isEmpty();
			waiter = CompletableFuture.runAsync(() -> waitFor(update));
			Awaitility.await().until(() -> signal.reason().isPresent());
			assertThat(signal.reason()).contains("1 sessions wait for locks of blue.payments, at most 0");
			assertThat(new LockWaiters(as(LegacyDatabase.OWNER), "blue.payments", 1).reason()).isEmpty();
		}
		waiter.join();
		assertThat(signal.reason()).isEmpty();
		try (Locks table = new Locks(this.fresh.database(), "LOCK TABLE blue.payments IN SHARE MODE")) {
			waiter = CompletableFuture.runAsync(() -> waitFor(update));
			Awaitility.await().until(() -> signal.reason().isPresent());
		}
		waiter.join();
	}

	private void waitFor(String statement) {
		try {
			sql().asApplication(statement);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void replicaThatReplaysNothingIsBehind() throws Exception {
		String superuser = Objects.requireNonNull(sql().list("SELECT session_user").get(0));
		ReplicaLag signal = new ReplicaLag(as(superuser), "Green", Duration.ofMillis(1));
		assertThat(signal.reason()).isEmpty();
		LogSequenceNumber start = LogSequenceNumber
			.valueOf(Objects.requireNonNull(sql().list("SELECT pg_current_wal_lsn()").get(0)));
		try (Connection replica = replica(superuser);
				PGReplicationStream stream = replica.unwrap(PGConnection.class)
					.getReplicationAPI()
					.replicationStream()
					.physical()
					.withStartPosition(start)
					.start()) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				sql().run("SELECT pg_logical_emit_message(true, 'test', 'x')");
				ByteBuffer unused = stream.readPending();
				stream.setFlushedLSN(stream.getLastReceiveLSN());
				stream.forceUpdateStatus();
				return signal.reason().isPresent();
			});
			assertThat(signal.reason()).get()
				.asString()
				.matches("a replica of Green is [0-9.]+ s behind, at most 0.0 s");
			Signals hidden = new Signals(List
				.of(new Limit(SignalKind.REPLICATION_LAG, new ReplicaLag(plain(), "Green", Duration.ofMillis(1)))));
			assertThat(hidden.holds()).isEmpty();
		}
	}

	private Connection replica(String role) throws SQLException {
		Properties properties = new Properties();
		PGProperty.USER.set(properties, role);
		PGProperty.REPLICATION.set(properties, "true");
		PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
		PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
		return Objects.requireNonNull(new Driver().connect(this.fresh.url(), properties));
	}

	@Test
	void whatMayNotBeAskedIsOffAndOthersAreNot() {
		Side plain = plain();
		Signals signals = new Signals(List.of(new Limit(SignalKind.SLOT_LAG, () -> plain.in(() -> {
			plain.client().sql("SELECT * FROM pg_authid").query((row) -> {
			});
			return Optional.of("never");
		})), new Limit(SignalKind.PROMETHEUS, () -> Optional.of("slow down"))));
		assertThat(signals.holds()).containsExactly(new Hold(SignalKind.PROMETHEUS, "slow down"));
		assertThat(signals.holds()).containsExactly(new Hold(SignalKind.PROMETHEUS, "slow down"));
	}

}
