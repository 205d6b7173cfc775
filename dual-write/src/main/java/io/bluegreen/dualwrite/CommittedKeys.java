package io.bluegreen.dualwrite;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has changed, handed over once it has ended. A transaction that was
 * suspended for it has keys of its own.
 */
final class CommittedKeys implements TransactionSynchronization {

	private final Object owner;

	private final Consumer<RowKey> receiver;

	private final Set<RowKey> keys = new LinkedHashSet<>();

	private CommittedKeys(Object owner, Consumer<RowKey> receiver) {
		this.owner = owner;
		this.receiver = receiver;
	}

	/**
	 * Hands a key over after the current transaction.
	 * @param owner of the transaction's keys
	 */
	static void add(RowKey key, Object owner, Consumer<RowKey> receiver) {
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
			this.keys.forEach(this.receiver);
		}
	}

}
