package io.bluegreen.payments;

import java.util.Objects;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance of the service in this process.
 */
record Instance(ConfigurableApplicationContext context, Api api) implements AutoCloseable {

	static Instance start(MigratedStores stores, String stage, String... more) {
		ConfigurableApplicationContext context = SpringApplication.run(PaymentService.class,
				Settings.of(stores, stage, more).toArray(String[]::new));
		return new Instance(context, new Api(
				Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")))));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
