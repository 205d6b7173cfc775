package io.bluegreen.jobs.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.settings.MetricsSettings;

/**
 * Publishes the meters of one command, from its start to its end, on a thread of its own:
 * no work waits for a reader of meters, and none fails because of one.
 */
public final class Publication implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Publication.class);

	/** For the last push: the exit code must not wait for a server that is away. */
	private static final Duration LAST = Duration.ofSeconds(10);

	private final PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final PrometheusMeterRegistry common = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final StateGauges gauges = new StateGauges(this.common);

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "metrics");
		thread.setDaemon(true);
		return thread;
	});

	private final TableState state;

	private final Meters meters;

	/** Of this command. */
	private final String group;

	private final Optional<Pushgateway> pushgateway;

	private final Optional<ScrapePort> port;

	/**
	 * Begins.
	 * @param index of the pod in an Indexed Job, whose pods must not overwrite one
	 * another; empty: there is but one
	 */
	Publication(TableState state, MetricsSettings settings, String command, Optional<String> index) {
		this.state = state;
		this.meters = new Meters(this.own, command);
		this.group = "/command/" + command + index.map((number) -> "/index/" + number).orElse("");
		this.pushgateway = Optional.ofNullable(settings.pushgateway()).map(Pushgateway::new);
		this.port = Optional.ofNullable(settings.port())
			.map((number) -> new ScrapePort(number, () -> this.common.scrape() + this.own.scrape()));
		var unused = this.thread.scheduleWithFixedDelay(this::publish, 0, settings.every().toMillis(),
				TimeUnit.MILLISECONDS);
	}

	public Meters meters() {
		return this.meters;
	}

	/** Says how the command has ended. */
	public void ended(int code) {
		this.meters.ended(code);
	}

	/**
	 * The state has a group that all commands share: in groups of their own the states
	 * that the others saw would stay beside it.
	 */
	private void publish() {
		try {
			this.gauges.show(this.state.look());
			this.pushgateway.ifPresent((gateway) -> gateway.push("", this.common.scrape()));
		}
		catch (RuntimeException ex) {
			// The work itself says what is wrong with a server.
			logger.debug("The state of the tables cannot be read: {}", ServerError.of(ex).sentence());
		}
		this.pushgateway.ifPresent((gateway) -> gateway.push(this.group, this.own.scrape()));
	}

	/** The last state, and how it ended, are pushed too; nobody scrapes them any more. */
	@Override
	public void close() {
		if (this.pushgateway.isPresent()) {
			publishLast();
		}
		this.thread.shutdownNow();
		this.port.ifPresent(ScrapePort::close);
	}

	private void publishLast() {
		try {
			this.thread.submit(this::publish).get(LAST.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("The last meters of this run were not published: {}", ex.toString());
		}
	}

}
