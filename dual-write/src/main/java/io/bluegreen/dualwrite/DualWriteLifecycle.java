package io.bluegreen.dualwrite;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the writer before the service takes requests, and drains it after the last one.
 */
final class DualWriteLifecycle implements SmartLifecycle {

	private final Writer writer;

	private final List<HikariDataSource> pools;

	private volatile boolean running;

	DualWriteLifecycle(Writer writer, List<HikariDataSource> pools) {
		this.writer = writer;
		this.pools = pools;
	}

	Writer writer() {
		return this.writer;
	}

	@Override
	public void start() {
		this.writer.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.writer.drain();
		this.pools.forEach(HikariDataSource::close);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Web servers and listeners have higher ones: they start later and stop first. */
	@Override
	public int getPhase() {
		return 0;
	}

}
