package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.bluegreen.apply.ApplyOutcome;

/**
 * Applies keys on threads of its own. What fails is tried again for a moment, then
 * counted and named: the change log has it, and reconcile brings it.
 */
final class Writer {

	private static final Log logger = LogFactory.getLog(Writer.class);

	private final Target target;

	private final PendingKeys keys;

	private final DualWriteMeters meters;

	private final DualWriteProperties.Tuning tuning;

	/** Counted down where what fails is not to be tried again. */
	private final CountDownLatch hurry = new CountDownLatch(1);

	private final SaidRefusals refusals = new SaidRefusals();

	private final Set<String> earlyTables = ConcurrentHashMap.newKeySet();

	private final List<Thread> workers = new ArrayList<>();

	Writer(Target target, PendingKeys keys, DualWriteMeters meters, DualWriteProperties.Tuning tuning) {
		this.target = target;
		this.keys = keys;
		this.meters = meters;
		this.tuning = tuning;
	}

	void start() {
		for (int i = 1; i <= this.tuning.workers(); i++) {
			Thread worker = new Thread(this::work, "dual-write-" + i);
			worker.setDaemon(true);
			worker.start();
			this.workers.add(worker);
		}
	}

	void offer(RowKey key) {
		offer(key, null);
	}

	/**
	 * Never waits for anything but a moment of the queue's lock.
	 * @param after the key that is to be applied first; null: none
	 */
	void offer(RowKey key, @Nullable RowKey after) {
		if (!this.keys.offer(key, after)) {
			failed(List.of(key), (this.hurry.getCount() == 0) ? Failure.SHUT_DOWN : Failure.QUEUE_FULL);
		}
	}

	/** Works off what is queued, for a bounded time; the rest is counted. */
	void drain() {
		this.hurry.countDown();
		this.keys.close();
		long end = System.nanoTime() + this.tuning.drainFor().toNanos();
		boolean interrupted = false;
		for (Thread worker : this.workers) {
			try {
				TimeUnit.NANOSECONDS.timedJoin(worker, Math.max(1, end - System.nanoTime()));
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		this.keys.abandon().forEach((key) -> failed(List.of(key), Failure.SHUT_DOWN));
		this.workers.forEach(Thread::interrupt);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void work() {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				Map<RowKey, Long> taken = this.keys.take(this.tuning.batch());
				if (taken.isEmpty()) {
					return;
				}
				write(taken);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** A worker outlives whatever happens to its keys. */
	private void write(Map<RowKey, Long> taken) {
		List<RowKey> batch = List.copyOf(taken.keySet());
		try {
			writeInRounds(batch, taken);
		}
		catch (RuntimeException | Error ex) {
			failed(this.keys.done(batch, taken), Failure.of(ex));
		}
	}

	/**
	 * In each round all parts are tried that are left: whoever waits for a row that
	 * somebody holds must not keep the others of its batch waiting.
	 */
	private void writeInRounds(List<RowKey> batch, Map<RowKey, Long> taken) {
		long until = System.nanoTime() + this.tuning.retryFor().toNanos();
		List<List<RowKey>> parts = List.of(batch);
		int pauses = 0;
		while (!parts.isEmpty()) {
			List<List<RowKey>> left = new ArrayList<>();
			boolean halved = false;
			for (List<RowKey> part : parts) {
				List<List<RowKey>> rest = attempt(part, taken, until);
				halved |= rest.size() > 1;
				left.addAll(rest);
			}
			parts = left;
			if (!parts.isEmpty() && !halved) {
				pause(Duration.ofMillis(25L << Math.min(++pauses, 4)));
			}
		}
	}

	/**
	 * Applies keys once.
	 * @return none where that is settled; two halves where one of the keys may be to
	 * blame; the same keys if they are to be tried again
	 */
	private List<List<RowKey>> attempt(List<RowKey> part, Map<RowKey, Long> taken, long until) {
		String table = part.get(0).table();
		ApplyOutcome outcome = this.target.apply(table, part.stream().map(RowKey::values).toList());
		if (outcome instanceof ApplyOutcome.Applied) {
			applied(table, this.keys.done(part, taken), taken);
			return List.of();
		}
		if (outcome instanceof ApplyOutcome.TooEarly early) {
			tooEarly(table, early);
			this.keys.done(part, taken);
			return List.of();
		}
		Failure failure = failure(outcome);
		boolean again = failure.mayPass() && this.hurry.getCount() > 0 && System.nanoTime() < until;
		if (part.size() > 1 && failure.isOfOneRow() && (again || failure.type() != Failure.Type.LOCK)) {
			int half = part.size() / 2;
			return List.of(part.subList(0, half), part.subList(half, part.size()));
		}
		if (again) {
			this.meters.retried(table);
			return List.of(part);
		}
		failed(this.keys.done(part, taken), failure);
		return List.of();
	}

	private void applied(String table, List<RowKey> keys, Map<RowKey, Long> taken) {
		long now = System.nanoTime();
		keys.forEach((key) -> this.meters.applied(table, Duration.ofNanos(now - taken.getOrDefault(key, now))));
	}

	/** No failure: between the first dual writer and the backfill there are hours. */
	private void tooEarly(String table, ApplyOutcome.TooEarly early) {
		if (this.earlyTables.add(table)) {
			logger.info("dual writes of %s wait for its backfill, which brings their rows: %s".formatted(table,
					early.reason()));
		}
	}

	private void failed(List<RowKey> keys, Failure failure) {
		if (keys.isEmpty()) {
			return;
		}
		String table = keys.get(0).table();
		this.meters.failed(table, failure.type(), keys.size());
		if (failure.type() != Failure.Type.REFUSED) {
			logger.warn("dual write of %s failed (%s): %s; reconcile brings it".formatted(keys, failure.type().tag(),
					failure.cause()));
		}
		else if (this.refusals.isNew(table, failure.cause())) {
			logger.error("dual writes are refused, counted from now on: " + failure.cause());
		}
	}

	private static Failure failure(ApplyOutcome outcome) {
		if (outcome instanceof ApplyOutcome.Rejected rejected) {
			return Failure.of(rejected);
		}
		if (outcome instanceof ApplyOutcome.Refused refused) {
			return Failure.of(refused);
		}
		return Failure.of((ApplyOutcome.Failed) outcome);
	}

	private void pause(Duration pause) {
		try {
			this.hurry.await(pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Where keys are applied: {@link io.bluegreen.apply.Applier}. */
	@FunctionalInterface
	interface Target {

		ApplyOutcome apply(String table, List<List<String>> keys);

	}

}
