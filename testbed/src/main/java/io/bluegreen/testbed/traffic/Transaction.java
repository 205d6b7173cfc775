package io.bluegreen.testbed.traffic;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * One transaction of a writer: what it has changed so far, and how it goes on.
 */
final class Transaction {

	private final Connection connection;

	private final PaymentTable payments;

	private final EventTable events = new EventTable();

	private final Keys keys;

	private final Random random;

	private final List<Change> changes = new ArrayList<>();

	Transaction(Connection connection, PaymentTable payments, Keys keys, Random random) {
		this.connection = connection;
		this.payments = payments;
		this.keys = keys;
		this.random = random;
	}

	List<Change> changes() {
		return this.changes;
	}

	/**
	 * Makes one change under a savepoint.
	 * @return whether it was rolled back to
	 */
	boolean tryChange() throws SQLException {
		Savepoint savepoint = this.connection.setSavepoint();
		int before = this.changes.size();
		change();
		if (this.random.nextBoolean()) {
			this.connection.releaseSavepoint(savepoint);
			return false;
		}
		this.connection.rollback(savepoint);
		forget(this.changes.subList(before, this.changes.size()));
		return true;
	}

	/** Makes one change, or none where there is no row for it. */
	void change() throws SQLException {
		int dice = this.random.nextInt(100);
		long near = this.keys.near(this.random);
		if (dice < 20) {
			insert(this.keys.unused(), Counter.INSERTED, null);
		}
		else if (dice < 30) {
			Long deleted = this.keys.takeDeleted();
			insert((deleted != null) ? deleted : this.keys.unused(),
					(deleted != null) ? Counter.REINSERTED : Counter.INSERTED, deleted);
		}
		else if (dice < 40) {
			note(this.events.delete(this.connection, near));
		}
		else {
			Long key = this.payments.find(this.connection, near);
			if (key != null) {
				change(key, dice);
			}
		}
	}

	void forget() {
		forget(this.changes);
	}

	private void change(long key, int dice) throws SQLException {
		if (dice < 60) {
			note(Counter.UPDATED, this.payments.updateStatus(this.connection, key, this.random));
		}
		else if (dice < 70) {
			note(Counter.UPDATED, this.payments.updateAttributes(this.connection, key, this.random));
		}
		else if (dice < 80) {
			note(this.events.insert(this.connection, key, this.random));
		}
		else if (dice < 90) {
			delete(key);
		}
		else {
			changeKey(key);
		}
	}

	private void insert(long key, Counter counter, @Nullable Long taken) throws SQLException {
		this.payments.insert(this.connection, key, this.random);
		note(Change.payment(counter, key, null, taken));
	}

	private void delete(long key) throws SQLException {
		boolean again = this.random.nextInt(4) == 0;
		if (this.payments.delete(this.connection, key) != null) {
			note(Change.payment(Counter.DELETED, key, again ? null : Long.valueOf(key), null));
			if (again) {
				insert(key, Counter.REINSERTED, null);
			}
		}
	}

	private void changeKey(long from) throws SQLException {
		Long deleted = this.random.nextBoolean() ? this.keys.takeDeleted() : null;
		long to = (deleted != null) ? deleted : this.keys.unused();
		if (this.payments.changeKey(this.connection, from, to) != null) {
			note(Change.payment(Counter.KEY_CHANGED, to, from, deleted));
		}
		else if (deleted != null) {
			this.keys.putDeleted(deleted);
		}
	}

	private void note(Counter counter, @Nullable Long key) {
		if (key != null) {
			note(Change.payment(counter, key));
		}
	}

	private void note(@Nullable Change change) {
		if (change != null) {
			this.changes.add(change);
		}
	}

	private void forget(List<Change> undone) {
		undone.stream().map(Change::taken).filter(Objects::nonNull).forEach(this.keys::putDeleted);
		undone.clear();
	}

}
