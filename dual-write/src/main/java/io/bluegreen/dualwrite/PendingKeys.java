package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The keys that are to be applied: each waits once, however often it is changed. One that
 * changes while it is applied waits again, since that apply may have read Blue before.
 */
final class PendingKeys {

	private final int capacity;

	private final Duration gather;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Condition left = this.lock.newCondition();

	/** The oldest first. */
	private final Map<RowKey, Entry> waiting = new LinkedHashMap<>();

	/** Since when each has waited. */
	private final Map<RowKey, Long> inWork = new HashMap<>();

	/** How many callers wait until theirs is not pending. */
	private int awaiting;

	private boolean closed;

	/**
	 * An empty queue.
	 * @param capacity keys that may wait
	 * @param gather how long one waits for others that may be applied with it, unless
	 * somebody awaits one
	 */
	PendingKeys(int capacity, Duration gather) {
		this.capacity = capacity;
		this.gather = gather;
	}

	/**
	 * A key that waits.
	 *
	 * @param since when it came, by {@link System#nanoTime}
	 * @param after the key that is to be settled first; null: none
	 * @param afterSince when that one came: it was there before, so that no two wait for
	 * each other
	 */
	private record Entry(long since, @Nullable RowKey after, long afterSince) {
	}

	/**
	 * Adds a key, and never waits.
	 * @return false if there is no room
	 */
	boolean offer(RowKey key) {
		return offer(key, null);
	}

	/**
	 * The same for a key that is not taken while another one is pending, as a child's
	 * whose parent Green may not have yet.
	 * @param after null: none
	 */
	boolean offer(RowKey key, @Nullable RowKey after) {
		this.lock.lock();
		try {
			if (this.closed || (this.waiting.size() >= this.capacity && !this.waiting.containsKey(key))) {
				return false;
			}
			this.waiting.computeIfAbsent(key, (added) -> entry(after));
			this.arrived.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Entry entry(@Nullable RowKey after) {
		Entry waits = (after != null) ? this.waiting.get(after) : null;
		Long works = (after != null) ? this.inWork.get(after) : null;
		long now = System.nanoTime();
		if (waits != null) {
			return new Entry(now, after, waits.since());
		}
		return (works != null) ? new Entry(now, after, works) : new Entry(now, null, 0);
	}

	private boolean isDue(Entry entry) {
		RowKey after = entry.after();
		if (after == null) {
			return true;
		}
		Entry waits = this.waiting.get(after);
		return (waits == null || waits.since() != entry.afterSince())
				&& !Objects.equals(this.inWork.get(after), entry.afterSince());
	}

	/**
	 * Waits for keys and takes those of one table that nobody works on.
	 * @return the oldest, at most so many; empty once closed and worked off
	 */
	Map<RowKey, Long> take(int limit) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (true) {
				List<RowKey> free = free(limit);
				long rest = gathering(free, limit);
				if (rest > 0) {
					this.arrived.awaitNanos(rest);
					continue;
				}
				if (!free.isEmpty()) {
					Map<RowKey, Long> taken = new LinkedHashMap<>();
					free.forEach((key) -> taken.put(key, Objects.requireNonNull(this.waiting.remove(key)).since()));
					this.inWork.putAll(taken);
					// Whoever gathered may have been told of a key that is not in its
					// batch.
					this.arrived.signal();
					return taken;
				}
				if (this.closed && this.waiting.isEmpty()) {
					return Map.of();
				}
				this.arrived.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<RowKey> free(int limit) {
		List<RowKey> free = new ArrayList<>();
		for (Map.Entry<RowKey, Entry> waits : this.waiting.entrySet()) {
			RowKey key = waits.getKey();
			if (free.size() == limit) {
				break;
			}
			if (!this.inWork.containsKey(key) && (free.isEmpty() || free.get(0).table().equals(key.table()))
					&& isDue(waits.getValue())) {
				free.add(key);
			}
		}
		return free;
	}

	/** Nanoseconds that a batch still waits to grow. */
	private long gathering(List<RowKey> free, int limit) {
		if (free.isEmpty() || free.size() == limit || this.awaiting > 0 || this.closed) {
			return 0;
		}
		long since = Objects.requireNonNull(this.waiting.get(free.get(0))).since();
		return since + this.gather.toNanos() - System.nanoTime();
	}

	/**
	 * Whoever took these does not work on them any more.
	 * @param taken what {@link #take} gave
	 * @return those that nobody has given back, or abandoned, before
	 */
	List<RowKey> done(Collection<RowKey> keys, Map<RowKey, Long> taken) {
		this.lock.lock();
		try {
			List<RowKey> done = keys.stream().filter((key) -> this.inWork.remove(key, taken.get(key))).toList();
			this.arrived.signalAll();
			this.left.signalAll();
			return done;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean contains(RowKey key) {
		this.lock.lock();
		try {
			return isPending(key);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until a key is not pending.
	 * @return false if it still is
	 */
	boolean await(RowKey key, Duration limit) throws InterruptedException {
		this.lock.lockInterruptibly();
		this.awaiting++;
		try {
			this.arrived.signalAll();
			long nanos = limit.toNanos();
			while (isPending(key)) {
				if (nanos <= 0) {
					return false;
				}
				nanos = this.left.awaitNanos(nanos);
			}
			return true;
		}
		finally {
			this.awaiting--;
			this.lock.unlock();
		}
	}

	private boolean isPending(RowKey key) {
		return this.waiting.containsKey(key) || this.inWork.containsKey(key);
	}

	int size() {
		this.lock.lock();
		try {
			return this.waiting.size() + this.inWork.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How long the oldest has been pending. */
	Duration age() {
		this.lock.lock();
		try {
			long now = System.nanoTime();
			LongStream ages = Stream
				.concat(this.waiting.values().stream().limit(1).map(Entry::since), this.inWork.values().stream())
				.mapToLong((since) -> now - since);
			return Duration.ofNanos(ages.max().orElse(0));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes no more; what is there may be worked off. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.arrived.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes out what is still there. */
	List<RowKey> abandon() {
		this.lock.lock();
		try {
			List<RowKey> rest = Stream.concat(this.waiting.keySet().stream(), this.inWork.keySet().stream())
				.distinct()
				.toList();
			this.waiting.clear();
			this.inWork.clear();
			this.left.signalAll();
			return rest;
		}
		finally {
			this.lock.unlock();
		}
	}

}
