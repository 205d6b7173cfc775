package io.bluegreen.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.DelegatingTransactionDefinition;

import io.bluegreen.failure.ServerError;

/**
 * A transaction manager that begins every transaction under the same settings, whatever
 * the role, the database or the pool brought along. They are local to the transaction, so
 * that they also hold behind a transaction-pooling proxy.
 */
public class PinnedTransactionManager extends JdbcTransactionManager {

	/**
	 * The first statement of a transaction. A role or a database may have other defaults:
	 * another isolation, under which an apply would not see what was decided while it
	 * waited, or read-only, as a guard for people.
	 */
	private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL %s, READ %s;";

	/**
	 * No parallel plans: the workers are the parallelism, and starting a process for a
	 * range costs as much as the range.
	 */
	private static final String PIN = """
			SELECT pg_backend_pid(),
			       set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
			       set_config('IntervalStyle', 'iso_8601', true), set_config('search_path', 'pg_catalog', true),
			       set_config('row_security', 'off', true), set_config('extra_float_digits', '1', true),
			       set_config('bytea_output', 'hex', true), set_config('array_nulls', 'on', true),
			       set_config('xmloption', 'content', true), set_config('quote_all_identifiers', 'off', true),
			       set_config('jit', 'off', true),
			       set_config('max_parallel_workers_per_gather', '0', true),
			       set_config('statement_timeout', '%d', true), set_config('lock_timeout', '%d', true),
			       set_config('idle_in_transaction_session_timeout', '%d', true)
			""";

	/**
	 * A client that takes nothing off its connection for so long has lost it: a frozen
	 * program, or one that waits for a frozen target.
	 */
	private static final String PIN_READER = ", set_config('tcp_user_timeout', '%d', true)";

	/** From version 17 on. */
	private static final String PIN_TRANSACTION = ", set_config('transaction_timeout', '%d', true)";

	/**
	 * A pause inside a transaction that holds locks of tables in use: longer than that of
	 * a program which only collects its garbage.
	 */
	private static final Duration IDLE = Duration.ofSeconds(5);

	/** A connection that was there once; not one that cannot be had. */
	private static final Set<String> LOST = Set.of("08003", "08006", "57P01", "57P02");

	/** A server that restarts loses all that a pool has. */
	private static final int LOST_AT_ONCE = 16;

	private final Duration statementTimeout;

	private final Duration lockTimeout;

	private final @Nullable TransactionLimit limit;

	/**
	 * Pins the sessions of a data source.
	 * @param statementTimeout of a statement
	 * @param lockTimeout of a wait for one lock
	 */
	public PinnedTransactionManager(DataSource dataSource, Duration statementTimeout, Duration lockTimeout) {
		this(dataSource, statementTimeout, lockTimeout, null);
	}

	private PinnedTransactionManager(DataSource dataSource, Duration statementTimeout, Duration lockTimeout,
			@Nullable TransactionLimit limit) {
		super(dataSource);
		this.statementTimeout = statementTimeout;
		this.lockTimeout = lockTimeout;
		this.limit = limit;
	}

	/**
	 * The same, for sessions that cannot write, and that hold what they read for a moment
	 * only. Statements and waits for locks have shorter limits than the transaction, so
	 * that these say what took long.
	 * @param limit of a transaction; shorter where statements have less
	 */
	public PinnedTransactionManager reader(Duration limit) {
		Duration shorter = shorter(limit, this.statementTimeout);
		DataSource dataSource = Objects.requireNonNull(getDataSource());
		return new PinnedTransactionManager(dataSource, shorter.multipliedBy(9).dividedBy(10),
				shorter(this.lockTimeout, shorter.dividedBy(2)), new TransactionLimit(dataSource, shorter));
	}

	/** How long a transaction may last, if that is limited. */
	@Nullable Duration limit() {
		return (this.limit == null) ? null : this.limit.limit();
	}

	/**
	 * Begins on another connection where one turns out to be lost: for half a second
	 * after its last use a pool lends it unseen, and nothing was done on it yet.
	 */
	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		Pinned pinned = new Pinned(definition);
		for (int lost = 0; lost < LOST_AT_ONCE; lost++) {
			try {
				super.doBegin(transaction, pinned);
				return;
			}
			catch (CannotCreateTransactionException ex) {
				if (!LOST.contains(ServerError.of(ex).sqlState())) {
					throw ex;
				}
				this.logger.debug("a connection was lost before its transaction began", ex);
			}
		}
		super.doBegin(transaction, pinned);
	}

	@Override
	protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
			throws SQLException {
		super.prepareTransactionalConnection(connection, definition);
		String isolation = ((Pinned) definition).sql();
		try {
			begin(connection, BEGIN.formatted(isolation, (this.limit == null) ? "WRITE" : "ONLY"));
		}
		catch (SQLException ex) {
			if (this.limit != null || !"0A000".equals(ex.getSQLState())) {
				throw ex;
			}
			// A standby: who would write there is told so by what it tries.
			connection.rollback();
			begin(connection, BEGIN.formatted(isolation, "ONLY"));
		}
	}

	private void begin(Connection connection, String begin) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(begin + pin(connection));
			if (this.limit != null && statement.getMoreResults()) {
				ResultSet row = Objects.requireNonNull(statement.getResultSet());
				row.next();
				this.limit.begun(connection, row.getInt(1));
			}
		}
	}

	private String pin(Connection connection) throws SQLException {
		Duration duration = limit();
		if (duration == null) {
			return PIN.formatted(this.statementTimeout.toMillis(), this.lockTimeout.toMillis(),
					shorter(this.statementTimeout, IDLE).toMillis());
		}
		long millis = duration.toMillis();
		return PIN.formatted(this.statementTimeout.toMillis(), this.lockTimeout.toMillis(), millis)
				+ PIN_READER.formatted(millis)
				+ (connection.getMetaData().getDatabaseMajorVersion() >= 17 ? PIN_TRANSACTION.formatted(millis) : "");
	}

	/**
	 * A connection that is lost cannot roll back, and its server does so by itself. To
	 * throw that would hide what has lost it, and Spring would log the whole statement as
	 * an error, again with each try. Whatever the reason, nobody uses that connection
	 * again.
	 */
	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		try {
			super.doRollback(status);
		}
		catch (TransactionException | DataAccessException ex) {
			this.logger.debug("a transaction ended with its connection", ex);
			abort(((JdbcTransactionObjectSupport) status.getTransaction()).getConnectionHolder().getConnection());
		}
	}

	private void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			this.logger.debug("a connection could not be aborted", ex);
		}
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		if (this.limit != null) {
			this.limit.ended(((JdbcTransactionObjectSupport) transaction).getConnectionHolder().getConnection());
		}
		super.doCleanupAfterCompletion(transaction);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * A transaction whose isolation is set by its first statement. The driver would set
	 * it for the session, which behind a proxy may be another one.
	 */
	private static final class Pinned extends DelegatingTransactionDefinition {

		private final int isolation;

		Pinned(TransactionDefinition asked) {
			super(asked);
			this.isolation = asked.getIsolationLevel();
		}

		@Override
		public int getIsolationLevel() {
			return ISOLATION_DEFAULT;
		}

		String sql() {
			return switch (this.isolation) {
				case ISOLATION_REPEATABLE_READ -> "REPEATABLE READ";
				case ISOLATION_SERIALIZABLE -> "SERIALIZABLE";
				default -> "READ COMMITTED";
			};
		}

	}

}
