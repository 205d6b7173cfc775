package io.bluegreen.dualwrite;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has changed, handed over once it has ended. A transaction that was
 * suspended for it has keys of its own.
 */
final class CommittedKeys implements TransactionSynchronization {

	private final Object owner;

	private final Receiver receiver;

	private final Set<RowKey> keys = new LinkedHashSet<>();

	private CommittedKeys(Object owner, Receiver receiver) {
		this.owner = owner;
		this.receiver = receiver;
	}

	/**
	 * Hands a key over after the current transaction.
	 * @param owner of the transaction's keys
	 */
	static void add(RowKey key, Object owner, Receiver receiver) {
		CommittedKeys current = (CommittedKeys) TransactionSynchronizationManager.getResource(owner);
		if (current == null) {
			current = new CommittedKeys(owner, receiver);
			TransactionSynchronizationManager.registerSynchronization(current);
			current.resume();
		}
		current.keys.add(key);
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.owner);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.owner, this);
	}

	/**
	 * A commit that nobody knows the end of counts as one: an apply reads Blue afresh,
	 * and finds nothing to do if it was none.
	 */
	@Override
	public void afterCompletion(int status) {
		suspend();
		if (status != STATUS_ROLLED_BACK) {
			handOver();
		}
	}

	/** Each after the last key of the table before, which is its parent's mostly. */
	private void handOver() {
		RowKey last = null;
		RowKey before = null;
		for (RowKey key : this.keys) {
			if (last != null && !last.table().equals(key.table())) {
				before = last;
			}
			this.receiver.take(key, before);
			last = key;
		}
	}

	/** Takes keys whose change is committed. */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Takes a key.
		 * @param after the key of the same commit that is to be applied first; null: none
		 */
		void take(RowKey key, @Nullable RowKey after);

	}

}
