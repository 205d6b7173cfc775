package io.bluegreen.testbed.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bluegreen.testbed.service.Balancer;
import io.bluegreen.testbed.service.Callers;
import io.bluegreen.testbed.service.Location;
import io.bluegreen.testbed.service.ServiceProcess;
import io.bluegreen.testbed.service.Tally;

/**
 * The instances of the payment service, and the callers that they serve.
 */
final class Production implements AutoCloseable {

	private static final int CALLERS = 4;

	private static final int STEPS_PER_SECOND = 8;

	/** It would spend its short life compiling itself. */
	private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

	private static final int TERMINATED = 143;

	private final Path home;

	private final Path logs;

	private final Location location;

	private final Narrator narrator;

	private final Balancer balancer = new Balancer();

	private final List<ServiceProcess> instances = new ArrayList<>();

	private final Callers callers;

	/**
	 * Starts the first instance, and lets the callers loose.
	 * @param logs a folder for what instances log
	 */
	Production(Path home, Path logs, Location location, Narrator narrator, long seed, String stage)
			throws IOException, SQLException, InterruptedException {
		this.home = home;
		this.logs = logs;
		this.location = location;
		this.narrator = narrator;
		rollOut(stage);
		this.callers = Callers.start(this.balancer, CALLERS, STEPS_PER_SECOND, seed);
	}

	/** Starts one more, which gets its share of the requests as soon as it is ready. */
	ServiceProcess rollOut(String stage) throws IOException, SQLException, InterruptedException {
		this.narrator.command("BLUEGREEN_STAGE=%s payment-service/run".formatted(stage));
		long begin = System.nanoTime();
		ServiceProcess started = ServiceProcess.start(this.home, this.location,
				Map.of("BLUEGREEN_STAGE", stage, "PAYMENTS_JAVA_OPTIONS", SHORT_LIVED),
				this.logs.resolve(this.instances.size() + ".log"));
		this.instances.add(started);
		this.balancer.add(started);
		Waiting.until(() -> this.balancer.sendsTo(started) || !started.isAlive(), "no instance should start so slowly");
		if (!started.isAlive()) {
			throw new UnexpectedException("the service ended at its start: " + started.lastWords());
		}
		this.narrator.says("Ready after %.1f s at %s.", (System.nanoTime() - begin) / 1e9, started.address());
		return started;
	}

	/** Ends one as a rollout does: readiness first, then what is under way. */
	void retire(ServiceProcess instance) throws SQLException, InterruptedException {
		this.narrator.command("kill -TERM " + instance.pid());
		instance.terminate();
		Waiting.until(() -> instance.readiness() != 200, "readiness should go down");
		if (instance.readiness() != 503) {
			throw new UnexpectedException("an instance stopped listening before its readiness had gone down");
		}
		Waiting.until(() -> !this.balancer.sendsTo(instance), "the load balancer should have seen it");
		int code = instance.exitCode();
		if (code != TERMINATED) {
			throw new UnexpectedException("an instance ended with exit code " + code);
		}
		this.narrator.says("Its readiness went down, then its requests ended, then it did.");
	}

	/** The instance that was started last. */
	ServiceProcess newest() {
		return this.instances.get(this.instances.size() - 1);
	}

	Tally tally() {
		return this.callers.tally();
	}

	/** Waits until the callers have read so many answers more. */
	void serve(long reads) throws SQLException, InterruptedException {
		long enough = tally().reads() + reads;
		Waiting.until(() -> tally().reads() >= enough, "the callers came to a halt");
	}

	/** Says what the callers have seen, and that nothing of it was wrong. */
	void requireFlawless() {
		Tally seen = tally();
		this.narrator.says("So far %,d writes and %,d reads: %d failed, %d stale; the slowest answer since took %d ms.",
				seen.writes(), seen.reads(), seen.failed().size(), seen.stale().size(), seen.slowestMillis());
		seen.failed().stream().findFirst().ifPresent((first) -> {
			throw new UnexpectedException("a request failed: " + first);
		});
		seen.stale().stream().findFirst().ifPresent((first) -> {
			throw new UnexpectedException("a read was stale: " + first);
		});
	}

	/** Lets the callers go home. */
	void end() throws InterruptedException {
		this.callers.stop();
	}

	@Override
	public void close() {
		this.callers.close();
		this.balancer.close();
		this.instances.forEach(ServiceProcess::close);
	}

}
