package io.bluegreen.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.bluegreen.jobs.JobsConfiguration;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.work.Drain;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application that a command runs in.
 */
final class Application {

	private static final Path[] CONFIGURATIONS = { Path.of("config/bluegreen.yml"),
			Path.of("/etc/bluegreen/bluegreen.yml") };

	private Application() {
	}

	/**
	 * Starts.
	 * @param config the configuration file; null: the first default that exists, else
	 * only the environment
	 * @param overrides settings that win over everything, by key
	 * @param drain stops what runs in the application
	 */
	static ConfigurableApplicationContext start(@Nullable Path config, boolean verbose, Map<String, Object> overrides,
			Drain drain) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.config.location", location(config));
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
			.initializers((context) -> context.getBeanFactory().registerSingleton("drain", drain))
			.run(overrides.entrySet()
				.stream()
				.map((override) -> "--" + override.getKey() + "=" + override.getValue())
				.toArray(String[]::new));
	}

	private static String location(@Nullable Path config) {
		if (config != null) {
			if (!Files.isReadable(config)) {
				throw new RefusedException("--config: %s cannot be read".formatted(config), "correct the path");
			}
			return "file:" + config.toAbsolutePath();
		}
		for (Path candidate : CONFIGURATIONS) {
			if (Files.isReadable(candidate)) {
				return "file:" + candidate.toAbsolutePath();
			}
		}
		return "optional:file:" + CONFIGURATIONS[0].toAbsolutePath();
	}

}
