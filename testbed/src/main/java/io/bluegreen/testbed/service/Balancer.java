package io.bluegreen.testbed.service;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Spreads requests over the instances that say they are ready, as a Service of Kubernetes
 * does. It learns late, too, that one no longer is.
 */
public final class Balancer implements Supplier<URI>, AutoCloseable {

	private static final long PROBE_MILLIS = 100;

	private final List<ServiceProcess> instances = new CopyOnWriteArrayList<>();

	private final AtomicInteger turn = new AtomicInteger();

	private final ScheduledExecutorService probes = new ScheduledThreadPoolExecutor(1);

	private volatile List<URI> ready = List.of();

	/** Begins to probe. */
	public Balancer() {
		Future<?> unused = this.probes.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void probe() {
		this.ready = this.instances.stream()
			.filter((instance) -> instance.readiness() == 200)
			.map(ServiceProcess::address)
			.toList();
	}

	/** One more that gets requests whenever it is ready. */
	public void add(ServiceProcess instance) {
		this.instances.add(instance);
	}

	/** Whether an instance gets requests. */
	public boolean sendsTo(ServiceProcess instance) {
		return this.ready.contains(instance.address());
	}

	/**
	 * Where the next request goes.
	 * @throws IllegalStateException if no instance is ready
	 */
	@Override
	public URI get() {
		List<URI> now = this.ready;
		if (now.isEmpty()) {
			throw new IllegalStateException("no instance is ready");
		}
		return now.get(Math.floorMod(this.turn.getAndIncrement(), now.size()));
	}

	@Override
	public void close() {
		this.probes.shutdownNow();
	}

}
