package io.bluegreen.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;

import javax.sql.DataSource;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Begins every transaction under the same settings, whatever the role, the database or
 * the pool brought along. They are local to the transaction, so that they also hold
 * behind a transaction-pooling proxy.
 */
public class PinnedTransactionManager extends JdbcTransactionManager {

	/**
	 * No parallel plans: the workers are the parallelism, and starting a process for a
	 * range costs as much as the range.
	 */
	private static final String PIN = """
			SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
			       set_config('IntervalStyle', 'iso_8601', true), set_config('search_path', 'pg_catalog', true),
			       set_config('row_security', 'off', true), set_config('extra_float_digits', '1', true),
			       set_config('bytea_output', 'hex', true), set_config('jit', 'off', true),
			       set_config('max_parallel_workers_per_gather', '0', true),
			       set_config('statement_timeout', '%1$d', true), set_config('lock_timeout', '%2$d', true),
			       set_config('idle_in_transaction_session_timeout', '%1$d', true)
			""";

	/**
	 * A role or a database may have another default, under which an apply would not see
	 * what was decided while it waited.
	 */
	private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;";

	private final String pin;

	private final boolean readOnly;

	/**
	 * Pins the sessions of a data source.
	 * @param statementTimeout of a statement, and of a pause inside a transaction
	 * @param lockTimeout of a wait for one lock
	 */
	public PinnedTransactionManager(DataSource dataSource, Duration statementTimeout, Duration lockTimeout) {
		this(dataSource, PIN.formatted(statementTimeout.toMillis(), lockTimeout.toMillis()), false);
	}

	private PinnedTransactionManager(DataSource dataSource, String pin, boolean readOnly) {
		super(dataSource);
		this.pin = pin;
		this.readOnly = readOnly;
	}

	/**
	 * The same, for sessions that cannot write.
	 */
	public PinnedTransactionManager readOnly() {
		return new PinnedTransactionManager(Objects.requireNonNull(getDataSource()), this.pin, true);
	}

	@Override
	protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
			throws SQLException {
		super.prepareTransactionalConnection(connection, definition);
		try (Statement statement = connection.createStatement()) {
			boolean byDefault = definition.getIsolationLevel() == TransactionDefinition.ISOLATION_DEFAULT;
			statement.execute((byDefault ? READ_COMMITTED : "") + this.pin
					+ (this.readOnly ? ", set_config('transaction_read_only', 'on', true)" : ""));
		}
	}

}
