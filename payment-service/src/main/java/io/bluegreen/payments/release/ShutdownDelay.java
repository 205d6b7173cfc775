package io.bluegreen.payments.release;

import java.time.Duration;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes on serving for a moment once readiness is down: until every load balancer has seen
 * it, requests still come.
 */
@Component
class ShutdownDelay implements SmartLifecycle {

	private final Duration delay;

	private volatile boolean running;

	ShutdownDelay(@Value("${payments.shutdown-delay}") Duration delay) {
		this.delay = delay;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server, which closes its listener at once. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
