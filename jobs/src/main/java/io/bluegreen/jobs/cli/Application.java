package io.bluegreen.jobs.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.bluegreen.failure.StopSignal;

/**
 * Starts the application that a command runs in.
 */
final class Application {

	private Application() {
	}

	/**
	 * Starts.
	 * @param config the configuration file; null: the first default that exists, else
	 * only the environment
	 * @param overrides settings that win over everything, by key
	 * @param stopSignal stops what runs in the application
	 */
	static ConfigurableApplicationContext start(@Nullable Path config, boolean verbose, Map<String, Object> overrides,
			StopSignal stopSignal) {
		Map<String, Object> properties = new HashMap<>();
		ConfigurationFile file = ConfigurationFile.find(config);
		properties.put("spring.config.location", file.location());
		properties.put("spring.main.lazy-initialization", "true");
		if (verbose) {
			properties.put("logging.level.io.bluegreen.jobs", "DEBUG");
			properties.put("logging.level.org.springframework.batch", "INFO");
		}
		return new SpringApplicationBuilder(JobsConfiguration.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.addCommandLineProperties(true)
			.properties(properties)
			.initializers((context) -> file.check(context.getEnvironment()),
					(context) -> context.getBeanFactory().registerSingleton("stopSignal", stopSignal))
			.run(overrides.entrySet()
				.stream()
				.map((override) -> "--" + override.getKey() + "=" + override.getValue())
				.toArray(String[]::new));
	}

}
