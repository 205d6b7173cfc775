package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a service tells of its writes to Blue. No method waits for Green unless it says
 * so, and none fails because of it.
 */
public final class DualWrite {

	private final Set<String> tables;

	private final PendingKeys keys;

	private final @Nullable Writer writer;

	/**
	 * A dual write.
	 * @param writer null where Green is not written
	 */
	DualWrite(Set<String> tables, PendingKeys keys, @Nullable Writer writer) {
		this.tables = tables;
		this.keys = keys;
		this.writer = writer;
	}

	/**
	 * A row of Blue is written: it is to reach Green once the current transaction has
	 * committed, or at once where there is none. Not refused there, since the row is
	 * committed already, and the caller could not take it back. Of one transaction the
	 * tables are applied in the order in which they are told of: a parent comes before
	 * its children, whose foreign key Green checks.
	 * @param table the name under which it is configured
	 * @param key the values of its key columns, in their order
	 * @throws IllegalArgumentException if no such table is configured, in any stage, so
	 * that it does not come up on the day when Green is written first
	 */
	public void changed(String table, Object... key) {
		if (!this.tables.contains(table)) {
			throw new IllegalArgumentException(
					"bluegreen.tables has no %s: it has %s".formatted(table, String.join(", ", this.tables)));
		}
		if (this.writer == null) {
			return;
		}
		RowKey row = RowKey.of(table, key);
		if (TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()) {
			CommittedKeys.add(row, this, this.writer::offer);
		}
		else {
			this.writer.offer(row);
		}
	}

	/**
	 * Whether a change that this instance was told of, and that is committed, is still on
	 * its way. Once it is not, Green has it, or it was counted as failed.
	 */
	public boolean pending(RowKey key) {
		return this.keys.contains(key);
	}

	/**
	 * Waits until a row is not {@linkplain #pending pending}.
	 * @param limit at most so long
	 * @return false if it still is
	 */
	public boolean await(RowKey key, Duration limit) {
		try {
			return this.keys.await(key, limit);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
