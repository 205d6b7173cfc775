package io.bluegreen.testbed.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What callers have seen so far.
 */
public final class Tally {

	private final LongAdder writes = new LongAdder();

	private final LongAdder reads = new LongAdder();

	private final AtomicLong slowest = new AtomicLong();

	private final List<String> failed = new CopyOnWriteArrayList<>();

	private final List<String> stale = new CopyOnWriteArrayList<>();

	void wrote() {
		this.writes.increment();
	}

	void read() {
		this.reads.increment();
	}

	void took(long nanos) {
		this.slowest.accumulateAndGet(nanos, Math::max);
	}

	void failed(String what) {
		this.failed.add(what);
	}

	void stale(String what) {
		this.stale.add(what);
	}

	/** Payments that were made or changed. */
	public long writes() {
		return this.writes.sum();
	}

	/** Answers to reads. */
	public long reads() {
		return this.reads.sum();
	}

	/** The longest that an answer took since this was asked the last time. */
	public long slowestMillis() {
		return this.slowest.getAndSet(0) / 1_000_000;
	}

	/** Requests that did not get the answer that they are promised, each with it. */
	public List<String> failed() {
		return List.copyOf(this.failed);
	}

	/** Reads that did not say what their caller had written, each with both. */
	public List<String> stale() {
		return List.copyOf(this.stale);
	}

}
