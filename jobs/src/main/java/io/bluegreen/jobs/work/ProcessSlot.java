package io.bluegreen.jobs.work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

import io.bluegreen.failure.TryAgainException;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.lock.LockSession;
import io.bluegreen.lock.LockSession.Purpose;
import io.bluegreen.session.Side;

/**
 * A process's place at a plan: the lowest that is free, held by a lock on a connection of
 * its own for as long as the process lives. What must be known even if a claim's
 * transaction dies is written on that connection.
 */
final class ProcessSlot implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProcessSlot.class);

	private static final int SLOTS = 64;

	private final LockSession session;

	private final Plan plan;

	private final int number;

	/** As it was noted last; null: not yet, what is noted is a dead holder's. */
	private @Nullable String reason;

	private ProcessSlot(LockSession session, Plan plan, int number) {
		this.session = session;
		this.plan = plan;
		this.number = number;
	}

	static ProcessSlot take(Side green, Plan plan) {
		LockSession session = LockSession.open(green);
		try {
			for (int number = 0; number < SLOTS; number++) {
				if (session.tryLock(Purpose.SLOT, (int) (plan.id() * SLOTS + number))) {
					return new ProcessSlot(session, plan, number);
				}
			}
		}
		catch (RuntimeException ex) {
			session.close();
			throw ex;
		}
		session.close();
		throw new TryAgainException("all %d slots at plan %d are taken by other processes".formatted(SLOTS, plan.id()));
	}

	int number() {
		return this.number;
	}

	/**
	 * Notes who works on which chunks now. Fails if the slot was lost, so that nothing is
	 * done without one.
	 */
	synchronized void note(List<Chunk> chunks, int pid) {
		Connection connection = this.session.connection();
		try (PreparedStatement statement = connection.prepareStatement("""
				INSERT INTO bluegreen.attempt (chunk_id, pid, backend_start)
				SELECT chunk, a.pid, coalesce(a.backend_start, now())
				FROM unnest(?) chunk, pg_stat_activity a WHERE a.pid = ?
				""")) {
			statement.setArray(1, connection.createArrayOf("bigint", chunks.stream().map(Chunk::id).toArray()));
			statement.setInt(2, pid);
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			throw lost(ex);
		}
	}

	/** Takes a note back: the chunks are not to blame for what ended the transaction. */
	synchronized void withdraw(List<Chunk> chunks, int pid) {
		Connection connection = this.session.connection();
		try (PreparedStatement statement = connection
			.prepareStatement("DELETE FROM bluegreen.attempt WHERE chunk_id = ANY (?) AND pid = ?")) {
			statement.setArray(1, connection.createArrayOf("bigint", chunks.stream().map(Chunk::id).toArray()));
			statement.setInt(2, pid);
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			throw lost(ex);
		}
	}

	/**
	 * Notes why this process waits; empty: it does not. Whoever asks finds the note as
	 * long as this connection holds the slot's lock.
	 */
	synchronized void note(String why) {
		if (why.equals(this.reason)) {
			requireHeld();
			return;
		}
		try (PreparedStatement statement = this.session.connection().prepareStatement("""
				INSERT INTO bluegreen.throttle (plan_id, pid, classid, objid, reason)
				SELECT ?, pid, classid, objid, ? FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'
				ON CONFLICT (plan_id, classid, objid) DO UPDATE SET pid = excluded.pid, reason = excluded.reason
				""")) {
			statement.setLong(1, this.plan.id());
			statement.setString(2, why);
			statement.executeUpdate();
			this.reason = why;
		}
		catch (SQLException ex) {
			throw lost(ex);
		}
	}

	/** A process that waits says nothing here for long, and must notice as well. */
	private void requireHeld() {
		try {
			if (!this.session.connection().isValid(10)) {
				throw new SQLException("its connection is gone", "08003");
			}
		}
		catch (SQLException ex) {
			throw lost(ex);
		}
	}

	/**
	 * How long to rest after these rows, so that all processes together keep to the
	 * plan's rate; not at all where it has none.
	 */
	synchronized Duration rest(long rows) {
		try (PreparedStatement statement = this.session.connection()
			.prepareStatement(
					"""
							UPDATE bluegreen.plan
							SET paced_until = greatest(paced_until, clock_timestamp()) + make_interval(secs => ? / max_rows_per_second)
							WHERE plan_id = ? AND max_rows_per_second IS NOT NULL
							RETURNING extract(epoch FROM paced_until - clock_timestamp())
							""")) {
			statement.setDouble(1, (double) rows);
			statement.setLong(2, this.plan.id());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? Duration.ofMillis((long) (row.getDouble(1) * 1000)) : Duration.ZERO;
			}
		}
		catch (SQLException ex) {
			throw lost(ex);
		}
	}

	private DataAccessResourceFailureException lost(SQLException ex) {
		return new DataAccessResourceFailureException("the slot at plan %d was lost".formatted(this.plan.id()), ex);
	}

	@Override
	public void close() {
		try (PreparedStatement statement = this.session.connection()
			.prepareStatement("DELETE FROM bluegreen.throttle WHERE plan_id = ? AND pid = pg_backend_pid()")) {
			statement.setLong(1, this.plan.id());
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			logger.debug("The note of slot {} is left to its next holder", this.number, ex);
		}
		this.session.close();
	}

}
