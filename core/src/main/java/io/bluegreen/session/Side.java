package io.bluegreen.session;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One of the two databases: its pool and its transactions. The source and the target are
 * two of these even where they are one database.
 *
 * @param dataSource the pool
 * @param transactions begins transactions with pinned settings, READ COMMITTED
 * @param client speaks in the current transaction
 */
public record Side(DataSource dataSource, PinnedTransactionManager transactions, JdbcClient client) {

	/**
	 * Does something in a transaction of its own, or in the current one.
	 */
	public <T> T in(Supplier<T> work) {
		return execute(new TransactionTemplate(this.transactions), work);
	}

	/**
	 * Does something in a transaction of its own, or in the current one.
	 */
	public void run(Runnable work) {
		in(() -> {
			work.run();
			return true;
		});
	}

	/**
	 * Does something in a transaction of its own that is rolled back, whatever comes of
	 * it.
	 */
	public <T> T rolledBack(Supplier<T> work) {
		return Objects.requireNonNull(new TransactionTemplate(this.transactions).execute((status) -> {
			status.setRollbackOnly();
			return work.get();
		}));
	}

	/**
	 * Does something in a transaction whose statements all see the same snapshot.
	 */
	public <T> T inSnapshot(Supplier<T> work) {
		TransactionTemplate transaction = new TransactionTemplate(this.transactions);
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		return execute(transaction, work);
	}

	/**
	 * Tells an end by the limit of the transaction from others.
	 */
	private <T> T execute(TransactionTemplate transaction, Supplier<T> work) {
		Duration limit = this.transactions.limit();
		long begin = System.nanoTime();
		try {
			return Objects.requireNonNull(transaction.execute((status) -> work.get()));
		}
		catch (RuntimeException ex) {
			// A statement has nine tenths of it.
			if (limit == null || ex instanceof TransactionLimitException
					|| System.nanoTime() - begin < limit.toNanos() / 10 * 8 || !TransactionLimitException.mayBe(ex)) {
				throw ex;
			}
			throw new TransactionLimitException(limit, ex);
		}
	}

	/**
	 * Makes the commit of the current transaction wait for the disk, where the settings
	 * say otherwise.
	 */
	public void flushOnCommit() {
		this.client.sql("""
				SELECT set_config('synchronous_commit', 'local', true)
				WHERE current_setting('synchronous_commit') = 'off'
				""").query((row) -> {
		});
	}

	/**
	 * Does something behind a savepoint of the current transaction, which stays usable if
	 * it fails.
	 */
	public <T> T nested(Supplier<T> work) {
		return Objects.requireNonNull(savepoint().execute((status) -> work.get()));
	}

	/**
	 * Does something behind a savepoint of the current transaction, which stays usable if
	 * it fails.
	 */
	public void nested(Runnable work) {
		savepoint().executeWithoutResult((status) -> work.run());
	}

	private TransactionTemplate savepoint() {
		TransactionTemplate nested = new TransactionTemplate(this.transactions);
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		return nested;
	}

}
